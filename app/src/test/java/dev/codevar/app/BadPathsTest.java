package dev.codevar.app;

import static dev.codevar.app.Cli.FASHION32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli.Done;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that lead nowhere, for whatever is read and written: bad input, in one line that names the path. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class BadPathsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void links() throws IOException {
        PictureFiles.writePng(folder.resolve("a.png"), new Picture(32, 32, new byte[3072]), Map.of());
        Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate -m SET --like BAD",
                "generate -m BAD",
                "inpaint BAD -m SET -c 1 --box 0,0,4,4",
                "inpaint OWN/a.png -m SET -c 1 --mask BAD",
                "reconstruct BAD -m SET -o OWN/x.png",
                "encode BAD -m SET -o OWN/x.npy",
                "decode BAD.npy -m SET -o OWN/x.png",
                "decode BAD.npz -m SET -o OWN/x.png",
                "decode BAD.json -m SET -o OWN/x.png",
                "sample merge -o OWN/x BAD",
                "sample -m SET --stream --inception BAD -o OWN/x",
                "evaluate -m SET BAD --reference SET/reference.npz",
                "evaluate -m SET BAD.npz --reference SET/reference.npz",
                "evaluate -m SET OWN --reference BAD",
                "evaluate OWN --reference SET/reference.npz --inception BAD",
                "evaluate --features BAD SET/model.json",
                "evaluate -m SET --reconstructions --data BAD",
                "sweep -m SET -o OWN/x --reference BAD",
                "sweep -m SET -o OWN/x --reference SET/reference.npz --inception BAD",
                "verify --golden BAD",
                "verify --golden BAD --training",
                "models inspect BAD",
                "models convert --vae BAD --model large=SET/large.safetensors --out OWN/x",
                "models convert --vae SET/vae.safetensors --model large=BAD --out OWN/x",
                "models convert --vae SET/vae.safetensors --model large=SET/large.safetensors --classes BAD --out OWN/x",
                "models convert --vae SET/vae.safetensors --model large=SET/large.safetensors --classifier BAD"
                        + " --reference SET/reference.npz --out OWN/x",
                "train vqvae --data BAD -o OWN/x",
                "train vqvae --config BAD -o OWN/x",
                "train var --vae BAD -o OWN/x",
                "finetune drafter -m SET -n 3 --from BAD -o OWN/x",
                "finetune drafter -m SET -n 3 --from large --refiner BAD -o OWN/x",
                "finetune refiner -m SET -n 3 --from small --teacher BAD -o OWN/x",
            })
    void whatIsRead(String words) {
        for (String bad : bad()) {
            fails(words, bad);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/x*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate -m SET -o BAD.png",
                "generate -m SET -o BAD --separate",
                "inpaint OWN/a.png -m SET -c 1 --box 0,0,4,4 -o BAD.png",
                "reconstruct OWN/a.png -m SET -o BAD.png",
                "encode OWN/a.png -m SET -o BAD.npy",
                "encode OWN/a.png -m SET -o BAD.json",
                "sample -m SET -o BAD",
                "sample merge -o BAD OWN",
                "evaluate -m SET OWN --reference SET/reference.npz --cache BAD",
                "evaluate -m SET OWN --reference SET/reference.npz --report BAD",
                "sweep -m SET -o BAD",
                "sweep -m SET -o OWN/x --cache BAD",
                "bench -m SET --json BAD",
                "bench -m SET --chart BAD.png",
                "models convert --vae SET/vae.safetensors --model large=SET/large.safetensors --out BAD",
                "models fetch var_d16.pth --mirror http://127.0.0.1:9 --to BAD",
                "train vqvae --data OWN -o BAD",
                "train var --vae SET --data OWN -o BAD",
                "finetune refiner -m SET -n 3 --from small --teacher large --data OWN -o BAD",
            })
    void whatIsWritten(String words) {
        for (String bad : bad()) {
            fails(words, bad);
        }
    }

    @Test
    void aFileIsNoModelSet() {
        Path file = folder.resolve("a.png");
        Cli.run("generate", "-m", file).fails(2, "model '" + file + "' is a file: a model set is a folder");
    }

    /** The name that it has until it is whole may be no longer than the file's. */
    @Test
    void theLongestNameIsLegal() {
        Path file = folder.resolve("n".repeat(251) + ".npy");
        Cli.run("encode", folder.resolve("a.png"), "-m", FASHION32, "-o", file);
        assertThat(file).exists();
    }

    private String[] bad() {
        return new String[] {
            folder + "/a.png/b", folder + "/circle/b", folder + "/" + "n".repeat(300), folder + "/a\u0000b",
        };
    }

    private void fails(String words, String bad) {
        Done done = Cli.run(Stream.of(words.split(" "))
                .map(word -> word.replace("SET", FASHION32.toString())
                        .replace("OWN", folder.toString())
                        .replace("BAD", bad))
                .toArray());
        // Of a long name the beginning is enough, and a NUL is printed as a blank.
        String named = bad.replace('\u0000', ' ')
                .substring(0, Math.min(bad.length(), folder.toString().length() + 5));
        done.fails(2, named);
    }
}
