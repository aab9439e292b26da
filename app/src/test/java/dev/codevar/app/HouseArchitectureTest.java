package dev.codevar.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
            "training", List.of("report", "files", "sampling", "evaluation"),
            "measure", List.of("report", "files", "sampling", "evaluation"));

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
    @ValueSource(strings = {"report", "files", "evaluation", "training", "measure"})
    void noTwoRoomsNeedEachOther(String module) {
        slices().matching("dev.codevar." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
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
