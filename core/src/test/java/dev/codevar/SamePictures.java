package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.pyramid.Tokens;
import java.util.List;

/** Compares pictures that were made: equal token ids and equal bytes. */
final class SamePictures {

    private SamePictures() {}

    static List<Tokens> tokens(List<Generated> pictures) {
        return pictures.stream().map(Generated::tokens).toList();
    }

    static void assertSame(List<Generated> got, List<Generated> expected) {
        assertThat(tokens(got)).isEqualTo(tokens(expected));
        assertThat(got.stream().map(Generated::picture).toList())
                .isEqualTo(expected.stream().map(Generated::picture).toList());
    }
}
