package dev.codevar.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ImageNetTest {
    @Test
    void namesTheWellKnownClasses() {
        assertThat(ImageNet.names()).hasSize(1000);
        assertThat(ImageNet.names().get(0)).isEqualTo("tench, Tinca tinca");
        assertThat(ImageNet.shortName(1)).isEqualTo("goldfish");
        assertThat(ImageNet.shortName(22)).isEqualTo("bald eagle");
        assertThat(ImageNet.shortName(107)).isEqualTo("jellyfish");
        assertThat(ImageNet.shortName(207)).isEqualTo("golden retriever");
        assertThat(ImageNet.shortName(250)).isEqualTo("Siberian husky");
        assertThat(ImageNet.shortName(281)).isEqualTo("tabby");
        assertThat(ImageNet.shortName(388)).isEqualTo("giant panda");
        assertThat(ImageNet.shortName(417)).isEqualTo("balloon");
        assertThat(ImageNet.shortName(817)).isEqualTo("sports car");
        assertThat(ImageNet.shortName(933)).isEqualTo("cheeseburger");
        assertThat(ImageNet.shortName(980)).isEqualTo("volcano");
        assertThat(ImageNet.shortName(985)).isEqualTo("daisy");
        assertThat(ImageNet.shortName(999)).isEqualTo("toilet tissue");
        assertThatThrownBy(() -> ImageNet.shortName(1000))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("class 1000 is out of range 0..999");
    }

    /** Class indices follow the order of the WordNet ids: a line out of place would show. */
    @Test
    void idsRise() {
        assertThat(ImageNet.wordNetIds())
                .hasSize(1000)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("n\\d{8}"));
        assertThat(ImageNet.wordNetIds().get(0)).isEqualTo("n01440764");
        assertThat(ImageNet.wordNetIds().get(207)).isEqualTo("n02099601");
        assertThat(ImageNet.wordNetIds().get(999)).isEqualTo("n15075141");
    }

    @Test
    void onlyTwoShortNamesOccurTwice() {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(ImageNet.shortName(i)).matches("[A-Za-z][A-Za-z0-9 .'-]+");
            if (!seen.add(ImageNet.shortName(i))) {
                twice.add(i + " " + ImageNet.shortName(i));
            }
        }
        assertThat(twice).containsExactly("517 crane", "639 maillot");
    }
}
