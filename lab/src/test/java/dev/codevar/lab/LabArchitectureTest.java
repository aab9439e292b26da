package dev.codevar.lab;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Keeps arrows between the laboratory's rooms going one way. */
class LabArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.codevar.lab");

    @Test
    void noTwoRoomsNeedEachOther() {
        slices().matching("dev.codevar.lab.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noTwoRoomsOfTrainingNeedEachOther() {
        slices().matching("dev.codevar.lab.train.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
