package dev.codevar.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Spark and what uses it are found, and how the process is started that has both. */
class SparkPlaceTest {
    @TempDir
    Path home;

    private String classPath = "";

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of(
                "app/target/codevar.jar",
                "app/target/lib/codevar-core-1.jar",
                "app/target/lib/logback-classic-1.jar",
                "app/target/lib/picocli-4.jar",
                "cluster/target/codevar-cluster-1.jar",
                "cluster/target/codevar-cluster-1-sources.jar",
                "own/spark-core.jar",
                "spark/jars/spark-core.jar")) {
            Files.createDirectories(home.resolve(name).getParent());
            Files.createFile(home.resolve(name));
        }
        classPath = home.resolve("app/target/codevar.jar").toString();
    }

    @Test
    void theBuildsOwnCopy() throws IOException {
        Files.writeString(
                home.resolve("cluster/target/spark.classpath"),
                home.resolve("own/spark-core.jar").toString());
        SparkPlace place = SparkPlace.find(Map.of(), home, classPath);
        assertThat(place.spark()).containsExactly(home.resolve("own/spark-core.jar"));
        assertThat(place.program()).isEqualTo(home.resolve("cluster/target/codevar-cluster-1.jar"));
        assertThat(place.libraries()).containsExactly(home.resolve("app/target/lib/codevar-core-1.jar"));
    }

    @Test
    void theOneThatTheEnvironmentNamesGoesFirst() throws IOException {
        Files.writeString(home.resolve("cluster/target/spark.classpath"), "/elsewhere.jar");
        Path spark = home.resolve("spark");
        assertThat(SparkPlace.find(Map.of("SPARK_HOME", spark.toString()), home, classPath)
                        .spark())
                .containsExactly(spark.resolve("conf"), spark.resolve("jars/*"));
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertThatThrownBy(() -> SparkPlace.find(Map.of(), home, classPath))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Spark is not there: set SPARK_HOME");
        assertThatThrownBy(() ->
                        SparkPlace.find(Map.of("SPARK_HOME", home.resolve("own").toString()), home, classPath))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("it has no folder jars");
        Files.delete(home.resolve("cluster/target/codevar-cluster-1.jar"));
        assertThatThrownBy(() -> SparkPlace.find(Map.of(), home, classPath))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("mvn -pl app,cluster -am package");
    }

    /** Its own Java and class path are no use to other processes. */
    @Test
    void inTheArchive() throws IOException {
        Path archive = home.resolve("codevar-1");
        for (String name : List.of("codevar.jar", "lib/codevar-core-1.jar", "lib/codevar-cluster-1.jar", "natives/a")) {
            Files.createDirectories(archive.resolve("app").resolve(name).getParent());
            Files.createFile(archive.resolve("app").resolve(name));
        }
        Map<String, String> environment =
                Map.of("SPARK_HOME", home.resolve("spark").toString(), "JAVA_HOME", System.getProperty("java.home"));
        SparkPlace place = SparkPlace.find(environment, archive, "/proc/self/fd/9/codevar.jar");
        Path natives = archive.resolve("app/natives");
        assertThat(place.program()).isEqualTo(archive.resolve("app/lib/codevar-cluster-1.jar"));
        assertThat(place.libraries()).containsExactly(archive.resolve("app/lib/codevar-core-1.jar"), natives);
        assertThat(place.java()).isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java"));
        assertThat(new SparkProcess(place, "spark://host:7077", Map.of()).words("sample", Path.of("job.json"), false))
                .containsSequence(
                        "--jars", archive.resolve("app/lib/codevar-core-1.jar").toString())
                .containsSequence("--conf", "spark.executor.extraClassPath=" + natives);
        String own = "spark.executor.extraClassPath";
        List<String> words = new SparkProcess(place, "spark://host:7077", Map.of(own, "/own/*"))
                .words("sample", Path.of("job.json"), false);
        assertThat(words.stream().filter(word -> word.startsWith(own)))
                .last()
                .isEqualTo(own + "=/own/*" + File.pathSeparator + natives);
        assertThatThrownBy(() -> SparkPlace.find(Map.of(), archive, ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Spark is not there: set SPARK_HOME");
        assertThatThrownBy(() -> SparkPlace.find(
                        Map.of("SPARK_HOME", home.resolve("spark").toString()), archive, ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("set JAVA_HOME");
    }

    /** As the launcher has it; which Java that nobody named is said. */
    @Test
    void javaOfTheArchive() throws IOException {
        Path archive = home.resolve("codevar-1");
        for (String name : List.of("codevar.jar", "lib/codevar-cluster-1.jar")) {
            Files.createDirectories(archive.resolve("app").resolve(name).getParent());
            Files.createFile(archive.resolve("app").resolve(name));
        }
        String spark = home.resolve("spark").toString();
        String own = System.getProperty("java.home");
        String path = Path.of(own, "bin").toString();
        Path java = Path.of(own, "bin", "java");
        SparkPlace named = SparkPlace.find(Map.of("SPARK_HOME", spark, "JAVA_HOME", own, "PATH", ""), archive, "");
        assertThat(named.java()).isEqualTo(java);
        assertThat(named.javaNote()).isNull();
        for (Map<String, String> environment : List.of(
                Map.of("SPARK_HOME", spark, "PATH", path),
                Map.of("SPARK_HOME", spark, "PATH", path, "JAVA_HOME", home.toString()))) {
            SparkPlace found = SparkPlace.find(environment, archive, "");
            assertThat(found.java()).isEqualTo(java);
            assertThat(found.javaNote()).contains("Spark runs on " + java, "the path", "set JAVA_HOME for another");
        }
        assertThat(SparkPlace.find(Map.of("SPARK_HOME", spark), home, classPath).javaNote())
                .isNull();
    }

    @Test
    void theWordsAreThoseOfSparkSubmit() {
        SparkPlace place =
                SparkPlace.find(Map.of("SPARK_HOME", home.resolve("spark").toString()), home, classPath);
        String program = place.program().toString();
        List<String> cluster = new SparkProcess(place, "spark://host:7077", Map.of("spark.driver.memory", "3g"))
                .words("sample", Path.of("job.json"), true);
        assertThat(cluster)
                .contains("-Xmx3g")
                .containsSequence("--conf", "spark.driver.memory=3g")
                .containsSequence(
                        "--jars",
                        home.resolve("app/target/lib/codevar-core-1.jar").toString())
                .endsWith("--class", "dev.codevar.cluster.ClusterProgram", program, "sample", "job.json", "--json")
                .containsSequence("org.apache.spark.deploy.SparkSubmit", "--master", "spark://host:7077");
        List<String> local =
                new SparkProcess(place, "local[2]", Map.of()).words("evaluate", Path.of("job.json"), false);
        assertThat(local).doesNotContain("--jars").contains("-Xmx1g");
        assertThat(local.get(local.indexOf("-cp") + 1).split(File.pathSeparator))
                .containsExactly(
                        home.resolve("spark/conf").toString(),
                        home.resolve("spark/jars/*").toString(),
                        program,
                        home.resolve("app/target/lib/codevar-core-1.jar").toString());
    }
}
