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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the arrows between modules, and between the rooms of each, going one way; and one name for one thing. */
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
            "measure", List.of("report", "sampling", "evaluation"));

    @ParameterizedTest
    @ValueSource(strings = {"report", "files", "sampling", "evaluation", "training", "measure"})
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

    private static String[] packages(Stream<String> modules) {
        return modules.map(module -> "dev.codevar." + module + "..").toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "files", "sampling", "evaluation", "training", "measure"})
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
}
