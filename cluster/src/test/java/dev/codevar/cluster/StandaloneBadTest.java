package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On executors of their own: what goes wrong there ends in one line, and what Spark gives and is told arrives there. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "cluster.long", matches = "true")
class StandaloneBadTest {
    private static final String OTHER = "9.9";

    @TempDir
    Path temp;

    private Path job(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name + ".json"), text);
    }

    /** {@return a jar with this class of another version, which goes before the tests' own} */
    private Path otherVersion() throws IOException {
        Path jar = temp.resolve("other.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, OTHER);
        String name = Program.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in =
                        Objects.requireNonNull(Program.class.getClassLoader().getResourceAsStream(name))) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return jar;
    }

    private Path discovery() throws IOException {
        Path script = Files.writeString(
                temp.resolve("gpus.sh"), "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"7\"]}'\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void oneLineEach() throws IOException, InterruptedException {
        SampleRun run = Drawn.run(PartKind.WEBDATASET, 1);
        String text = Drawn.job(run, PartKind.WEBDATASET, SparkProcesses.address(temp.resolve("out")))
                .json();
        try (SparkProcesses spark = new SparkProcesses(temp)) {
            spark.worker(
                    "one",
                    "127.0.0.2",
                    "spark.worker.resource.gpu.amount=1",
                    "spark.worker.resource.gpu.discoveryScript=" + discovery());
            Process version = spark.driver(
                    "version",
                    "sample",
                    job("version", text),
                    "spark.executor.extraClassPath=" + otherVersion() + ":" + System.getProperty("java.class.path"));
            assertThat(spark.failed("version", version))
                    .startsWith("codevar: executor 0 on 127.0.0.2 cannot do it")
                    .contains("it has version " + OTHER + " of codevar, and the driver " + Program.version());

            Process missing = spark.driver(
                    "missing", "sample", job("missing", text.replace(Drawn.MODELS.toString(), "/nowhere/fashion32")));
            assertThat(spark.failed("missing", missing))
                    .startsWith("codevar: executor 0 on 127.0.0.2 cannot do it")
                    .contains("the model set /nowhere/fashion32 is not there");

            // The device is the one that Spark gives; this build and machine have none.
            Process gpu = spark.driver(
                    "gpu",
                    "sample",
                    job(
                            "gpu",
                            text.replace("\"device\":\"cpu\"", "\"device\":\"cuda\"")
                                    .replace(
                                            temp.resolve("out").toString(),
                                            temp.resolve("gpu").toString())),
                    "spark.executor.resource.gpu.amount=1",
                    "spark.task.resource.gpu.amount=1");
            assertThat(spark.failed("gpu", gpu)).contains("device 'cuda:7' is not here");

            // Executors reach a file system that only the driver was told of.
            Path out = temp.resolve("store");
            Process store = spark.driver(
                    "store",
                    "sample",
                    job(
                            "store",
                            Drawn.job(run, PartKind.WEBDATASET, "plain://" + out)
                                    .json()),
                    "spark.hadoop.fs.plain.impl=" + PlainStore.class.getName());
            spark.ended("store", store);
            assertThat(new PartFolder(out).manifest().orElseThrow().parts()).hasSize(2);
        }
    }
}
