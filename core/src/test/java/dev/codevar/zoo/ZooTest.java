package dev.codevar.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ZooTest {
    private static final String SHA = "0".repeat(64);

    @Test
    void knowsWhatIsPublished() {
        assertThat(Zoo.files()).hasSize(17);
        PublishedFile d16 = Zoo.file("var_d16.pth");
        assertThat(d16.repository()).isEqualTo("var");
        assertThat(d16.bytes()).hasValue(1243116346L);
        assertThat(d16.sha256()).hasValue("4f6151aad91c94e03e224dd7358d8389fa05301c0c291279566998efb54b0ecb");
        assertThat(Zoo.file("drafter_8.pth").sha256()).isEmpty();
        assertThat(Zoo.file("drafter_8.pth").bytes()).isEmpty();
        assertThat(Zoo.file("var_d30.pth").bytes()).isEmpty();
        assertThat(Zoo.files().stream().map(PublishedFile::repository).distinct())
                .containsExactly("var", "VAR_CoDe", "inception", "reference-256", "reference-512");
        assertThat(Zoo.files().stream().filter(file -> file.sha256().isEmpty()).map(PublishedFile::name))
                .containsExactly("drafter_8.pth", "VIRTUAL_imagenet256_labeled.npz", "VIRTUAL_imagenet512.npz");
    }

    @Test
    void bundlesAreFilesThatWorkTogether() {
        assertThat(names("code-8")).containsExactly("vae_ch160v4096z32.pth", "drafter_8.pth", "refiner_8.pth");
        assertThat(names("512")).containsExactly("vae_ch160v4096z32.pth", "var_d36.pth");
        assertThat(names("256")).containsExactly("vae_ch160v4096z32.pth", "var_d30.pth", "var_d16.pth");
        assertThat(Zoo.bundles())
                .containsExactly(
                        "var-d16", "var-d20", "var-d24", "var-d30", "var-d36", "code-6", "code-7", "code-8", "code-9",
                        "256", "512", "fid-256", "fid-512");
        for (String bundle : Zoo.bundles()) {
            assertThat(Zoo.bundle(bundle)).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    private static List<String> names(String bundle) {
        return Zoo.bundle(bundle).stream().map(PublishedFile::name).toList();
    }

    @Test
    void namesTheKnownWhenAskedForTheUnknown() {
        assertThatThrownBy(() -> Zoo.file("var_d17.pth"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "unknown published file 'var_d17.pth'; known are vae_ch160v4096z32.pth, var_d16");
        assertThatThrownBy(() -> Zoo.bundle("code-5"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("code-6, code-7");
        assertThatThrownBy(() -> Zoo.address(
                        new PublishedFile("a", "nowhere", OptionalLong.empty(), Optional.empty()), Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("VAR_CoDe");
    }

    @Test
    void addressesAreThePublishedOnesOrTheMirrors() {
        PublishedFile file = Zoo.file("refiner_8.pth");
        assertThat(Zoo.address(file, Optional.empty()))
                .hasToString("https://huggingface.co/Zigeng/VAR_CoDe/resolve/main/refiner_8.pth");
        for (String mirror : List.of("http://host:8080/a/b", "http://host:8080/a/b/")) {
            assertThat(Zoo.address(file, Optional.of(URI.create(mirror))))
                    .hasToString("http://host:8080/a/b/refiner_8.pth");
        }
        for (String bad : List.of("file:///a", "/a", "http:a", "http://host/?a=b", "http://host/#a")) {
            assertThatThrownBy(() -> Zoo.address(file, Optional.of(URI.create(bad))))
                    .as(bad)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(bad);
        }
    }

    @Test
    void knowsReplacedUploadsByTheFirstDigitsOfTheirHashes() {
        assertThat(Zoo.replacedUpload("535dc4e5" + "0".repeat(56))).hasValue("var_d16.pth");
        assertThat(Zoo.replacedUpload("d75d4027" + "0".repeat(56))).hasValue("var_d20.pth");
        assertThat(Zoo.replacedUpload("bd66c170" + "0".repeat(56))).hasValue("var_d30.pth");
        assertThat(Zoo.isReplacedUpload("bd66c170" + "f".repeat(56))).isTrue();
        for (PublishedFile file : Zoo.files()) {
            assertThat(file.sha256().map(Zoo::isReplacedUpload)).isNotEqualTo(Optional.of(true));
        }
    }

    @Test
    void aNameNeverLeavesItsFolder() {
        for (String name : List.of("", ".", "..", "../a", "a/b", "a\\b", "/a", ".hidden", "a b", "a\u0000", "a%2f")) {
            assertThatThrownBy(() -> new PublishedFile(name, "var", OptionalLong.empty(), Optional.empty()))
                    .as(name)
                    .isInstanceOf(InvalidInputException.class);
        }
        assertThatThrownBy(() -> new PublishedFile("a", "var", OptionalLong.of(0), Optional.empty()))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new PublishedFile("a", "var", OptionalLong.empty(), Optional.of(SHA + "0")))
                .isInstanceOf(InvalidInputException.class);
    }
}
