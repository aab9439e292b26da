package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.zoo.ImageNet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    private static final ClassNames CLOTHES = new ClassNames(List.of("T-shirt/top", "Trouser", "Ankle boot", "Bag"));

    @Test
    void namesInAnyCaseAndWithOtherSignsAreClasses() {
        assertThat(CLOTHES.ofFolders(List.of("t-shirt_top", "Ankle_Boot", "BAG", "Bag")))
                .as("one class in two folders")
                .isEmpty();
        assertThat(CLOTHES.ofFolders(List.of("t-shirt_top", "Ankle_Boot", "BAG", "BAG")))
                .isEqualTo(Map.of("t-shirt_top", 0, "Ankle_Boot", 2, "BAG", 3));
    }

    /** As macOS writes names of folders. */
    @Test
    void accentsMayStandBehindTheirLetters() {
        ClassNames places = new ClassNames(List.of("Caf\u00e9", "Cafe", "Bar"));
        assertThat(places.ofFolders(List.of("cafe\u0301", "cafe"))).isEqualTo(Map.of("cafe\u0301", 0, "cafe", 1));
        assertThat(places.find("cafe\u0301")).isZero();
    }

    /** A prompt of several lines, or a long one. */
    @Test
    void whatIsUnknownIsShownShortAndInOneLine() {
        assertThatThrownBy(() -> CLOTHES.find("a castle\r\non a\nhill"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("class 'a castle on a hill' is unknown: "
                        + "numbers 0 to 3 and names such as [T-shirt/top, Trouser, Ankle boot] are legal");
        String faces = "\ud83d\ude00".repeat(60);
        assertThatThrownBy(() -> CLOTHES.find(faces)).hasMessageStartingWith("class '" + faces + "' is unknown");
        assertThatThrownBy(() -> CLOTHES.find(faces + "x"))
                .hasMessageStartingWith("class '" + faces + "…' is unknown: numbers");
        assertThatThrownBy(() -> CLOTHES.find("trousr\n")).hasMessageContaining("did you mean Trouser?");
    }

    @Test
    void numbersAreClasses() {
        assertThat(CLOTHES.ofFolders(List.of("0", "00003"))).isEqualTo(Map.of("0", 0, "00003", 3));
        assertThat(CLOTHES.ofFolders(List.of("0", "4"))).isEmpty();
    }

    @Test
    void oneOtherNameAndNoneFits() {
        assertThat(CLOTHES.ofFolders(List.of("Trouser", "Bags"))).isEmpty();
        assertThat(CLOTHES.ofFolders(List.of("Trouser", "_"))).isEmpty();
        assertThat(CLOTHES.ofFolders(List.of("Trouser", "boot")))
                .as("a part of a name")
                .isEmpty();
        assertThat(new ClassNames(List.of()).ofFolders(List.of("Trouser"))).isEmpty();
    }

    @Test
    void imageNetsFoldersAreItsClasses() {
        ClassNames imageNet = new ClassNames(ImageNet.names());
        assertThat(imageNet.ofFolders(List.of("n02099601", "n15075141")))
                .isEqualTo(Map.of("n02099601", 207, "n15075141", 999));
        assertThat(imageNet.ofFolders(List.of("golden_retriever", "Tinca tinca")))
                .isEqualTo(Map.of("golden_retriever", 207, "Tinca tinca", 0));
        assertThat(imageNet.ofFolders(List.of("crane")))
                .as("a bird and a machine")
                .isEmpty();
        assertThat(CLOTHES.ofFolders(List.of("n02099601"))).isEmpty();
    }
}
