package dev.codevar.app.serving;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What of the service's safety is seen in its code alone. */
class ServeCodeTest {
    private static final JavaClasses SERVE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.codevar.serve");

    /** Nothing of a request reaches the file system or the network: the code that answers requests names nothing that leads there. */
    @Test
    void itOpensNoFileAndNoConnection() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "javax.net..", "org.eclipse.jetty.client..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(File|RandomAccessFile|FileInputStream|FileOutputStream|FileReader|FileWriter)"
                                + "|java\\.nio\\.channels\\.(FileChannel|SocketChannel)|java\\.lang\\.ProcessBuilder"
                                + "|org\\.eclipse\\.jetty\\.util\\.resource\\..*|org\\.eclipse\\.jetty\\.server\\.handler\\.Resource.*")
                .check(SERVE);
    }

    /** The time that a comparison takes would tell how much of a token is right. */
    @Test
    void tokensAreComparedInConstantTime() {
        classes()
                .that()
                .haveSimpleName("Guard")
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(SERVE);
        noClasses()
                .that()
                .haveSimpleName("Guard")
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .check(SERVE);
    }
}
