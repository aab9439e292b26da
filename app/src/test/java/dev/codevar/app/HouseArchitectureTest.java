package dev.codevar.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the arrows between modules, and between the rooms of each, going one way; one name for one thing; and packages short. */
class HouseArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.codevar");

    /** What a module may use beside the library itself. */
    private static final Map<String, List<String>> USES = Map.of(
            "report", List.of(),
            "files", List.of(),
            "sampling", List.of("report", "files"),
            "evaluation", List.of("report", "files", "sampling"),
            "training", List.of("report", "files", "evaluation"),
            "measure", List.of("report", "sampling", "evaluation"),
            "serve", List.of("report"));

    /** What the commands of every room of {@code app} share. */
    private static final List<String> SHARED = List.of("options", "program", "terminal");

    /** What a room of {@code app} may use of the others there. */
    private static final Map<String, List<String>> ROOM_USES = Map.ofEntries(
            Map.entry("cluster", SHARED),
            Map.entry("drawing", with("tokens")),
            Map.entry("tokens", SHARED),
            Map.entry("scoring", SHARED),
            Map.entry("training", SHARED),
            Map.entry("models", SHARED),
            Map.entry("machine", SHARED),
            Map.entry("serving", SHARED),
            Map.entry("options", List.of("program")),
            Map.entry("program", List.of()),
            Map.entry("terminal", List.of()));

    /** How many files a package may have: a list of them is read at a glance. */
    private static final int MOST_FILES = 20;

    private static final List<String> ROOMS = List.copyOf(ROOM_USES.keySet());

    private static List<String> with(String room) {
        return Stream.concat(SHARED.stream(), Stream.of(room)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "files", "sampling", "evaluation", "training", "measure", "serve"})
    void modulesUseThoseBelow(String module) {
        List<String> others = new ArrayList<>(USES.keySet());
        others.add("app");
        others.remove(module);
        others.removeAll(USES.get(module));
        noClasses()
                .that()
                .resideInAPackage("dev.codevar." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others.stream()))
                .check(CLASSES);
    }

    @Test
    void theLibraryUsesNoModule() {
        String[] modules = packages(Stream.concat(USES.keySet().stream(), Stream.of("app")));
        noClasses()
                .that()
                .resideOutsideOfPackages(modules)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(modules)
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsSparkBesideTheModuleForIt() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.codevar.cluster..", "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("ROOMS")
    void roomsOfTheCommandUseThoseBelow(String room) {
        List<String> others = new ArrayList<>(ROOMS);
        others.remove(room);
        others.removeAll(ROOM_USES.get(room));
        String[] above = Stream.concat(
                        Stream.of("dev.codevar.app"), others.stream().map(other -> "dev.codevar.app." + other + ".."))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.codevar.app." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .check(CLASSES);
    }

    @Test
    void everyRoomOfTheCommandHasItsArrows() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .filteredOn(name -> name.startsWith("dev.codevar.app."))
                .map(name -> name.substring("dev.codevar.app.".length()))
                .hasSameElementsAs(ROOMS);
    }

    private static String[] packages(Stream<String> modules) {
        return modules.map(module -> "dev.codevar." + module + "..").toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "files", "sampling", "evaluation", "training", "measure", "serve", "app"})
    void noTwoRoomsNeedEachOther(String module) {
        slices().assignedFrom(new Rooms("dev.codevar." + module))
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** A module's packages, a slice each. Its own package is one of them: a pattern of packages inside it would leave that out. */
    private record Rooms(String module) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass one) {
            String room = one.getPackageName();
            return room.equals(module) || room.startsWith(module + ".")
                    ? SliceIdentifier.of(room)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "the packages of " + module;
        }
    }

    @Test
    void noTwoClassesHaveOneName() {
        Map<String, List<String>> places = new TreeMap<>();
        CLASSES.stream()
                .filter(one -> one.isTopLevelClass() && !one.getSimpleName().equals("package-info"))
                .forEach(one -> places.computeIfAbsent(one.getSimpleName(), name -> new ArrayList<>())
                        .add(one.getName()));
        places.values().removeIf(names -> names.size() == 1);
        assertThat(places).isEmpty();
    }

    @Test
    void noPackageHasMoreFilesThanAListShows() throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                count(sources, files);
            }
        }
        assertThat(files).containsKeys("dev.codevar", "dev.codevar.app");
        files.entrySet().removeIf(room -> room.getValue() <= MOST_FILES);
        assertThat(files).isEmpty();
    }

    private static void count(Path sources, Map<String, Integer> files) throws IOException {
        try (Stream<Path> all = Files.walk(sources)) {
            all.filter(Files::isRegularFile)
                    .map(file -> sources.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                    .forEach(room -> files.merge(room, 1, Integer::sum));
        }
    }
}
