package dev.codevar.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Keeps the arrows of this module, which {@code HouseArchitectureTest} cannot see: it looks at what ships with the command. */
class ClusterArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.codevar");

    @Test
    void theRestKnowsNoSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.codevar.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.codevar.cluster..", "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..")
                .check(CLASSES);
    }

    @Test
    void roomsUseThoseBelow() {
        uses("place", "format", "task", "draw", "score", "drive");
        uses("format", "task", "draw", "score", "drive");
        uses("task", "format", "draw", "score", "drive");
        uses("draw", "score", "drive");
        uses("score", "draw", "drive");
        uses("drive");
    }

    private static void uses(String room, String... above) {
        String[] packages = new String[above.length + 1];
        for (int i = 0; i < above.length; i++) {
            packages[i] = "dev.codevar.cluster." + above[i] + "..";
        }
        // Programs, which use the rooms.
        packages[above.length] = "dev.codevar.cluster";
        noClasses()
                .that()
                .resideInAPackage("dev.codevar.cluster." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CLASSES);
    }

    @Test
    void noTwoRoomsNeedEachOther() {
        slices().matching("dev.codevar.cluster.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
