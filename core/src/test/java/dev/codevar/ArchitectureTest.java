package dev.codevar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the rooms of the house in order: arrows go one way, and the loop neither prints nor looks at a clock. */
class ArchitectureTest {
    /** From the ground up: a package may use those before it, never those after it. */
    private static final List<String> FLOORS = List.of(
            "process",
            "fault",
            "queue",
            "file",
            "pyramid",
            "picture",
            "zoo",
            "tensor",
            "checkpoint",
            "nn",
            "vqvae",
            "model",
            "decode",
            "models",
            "memory",
            "verify");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.codevar");

    @Test
    void arrowsGoOneWay() {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            String[] above = FLOORS.subList(floor + 1, FLOORS.size()).stream()
                    .map(name -> "dev.codevar." + name + "..")
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("dev.codevar." + FLOORS.get(floor) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .check(CLASSES);
            }
            noClasses()
                    .that()
                    .resideInAPackage("dev.codevar." + FLOORS.get(floor) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.codevar")
                    .check(CLASSES);
        }
    }

    @Test
    void vqvaeAndTransformerDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.codevar.model..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.codevar.vqvae..")
                .check(CLASSES);
    }

    @Test
    void plainPackagesKnowNoTensor() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.codevar.fault..", "dev.codevar.pyramid..", "dev.codevar.picture..", "dev.codevar.zoo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void theLibraryNeitherPrintsNorExits() {
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
    }

    @Test
    void theLoopKnowsNoClockAndNoFile() {
        noClasses()
                .that()
                .resideInAPackage("dev.codevar.decode..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.time..", "java.io..")
                .check(CLASSES);
    }

    @Test
    void kernelsAreReachedThroughNnAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.codevar.nn..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.bytedeco.pytorch.Dispatcher")
                .check(CLASSES);
    }
}
