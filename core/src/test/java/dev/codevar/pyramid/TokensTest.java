package dev.codevar.pyramid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens are plain numbers, of as many places and codes as there are. */
class TokensTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3);
    /** Every token its own number. */
    private static final int[] IDS = IntStream.range(0, 14).toArray();

    private static final Tokens TOKENS = new Tokens(PYRAMID, 14, IDS);

    @Test
    void scalesFollowEachOtherFromCoarseToFine() {
        assertThat(TOKENS.ids()).containsExactly(IDS);
        assertThat(TOKENS.scale(0)).containsExactly(0);
        assertThat(TOKENS.scale(1)).containsExactly(1, 2, 3, 4);
        assertThat(TOKENS.scale(2)).containsExactly(5, 6, 7, 8, 9, 10, 11, 12, 13);
    }

    @Test
    void nobodyChangesThem() {
        int[] given = IDS.clone();
        Tokens tokens = new Tokens(PYRAMID, 14, given);
        given[0] = 9;
        tokens.ids()[1] = 9;
        tokens.scale(0)[0] = 9;
        assertThat(tokens).isEqualTo(TOKENS).hasSameHashCodeAs(TOKENS);
    }

    @Test
    void theFirstScalesAreTokensToo() {
        Tokens coarse = TOKENS.first(2);
        assertThat(coarse).isEqualTo(new Tokens(Pyramid.of(1, 2), 14, new long[] {0, 1, 2, 3, 4}));
        assertThat(TOKENS.first(3)).isEqualTo(TOKENS);
        refused("scales 0 is not between 1 and 3", () -> TOKENS.first(0));
        refused("scales 4 is not between 1 and 3", () -> TOKENS.first(4));
        refused("scale 2 is not between 0 and 1", () -> coarse.scale(2));
        refused("scale -1 is not between 0 and 1", () -> coarse.scale(-1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1, 'scale 1, row 1, column 1'",
        "3, 14, 'scale 2, row 2, column 1'",
        "5, 9000000000, 'scale 3, row 1, column 1'",
        "10, 14, 'scale 3, row 2, column 3'",
        "13, -9000000000, 'scale 3, row 3, column 3'",
    })
    void anIdThatIsNoCodeIsNamedWithItsPlace(int position, long id, String place) {
        long[] ids = IntStream.of(IDS).asLongStream().toArray();
        ids[position] = id;
        refused("token id " + id + " in " + place + " is not between 0 and 13", () -> new Tokens(PYRAMID, 14, ids));
    }

    @Test
    void thereAreAsManyAsPlaces() {
        refused("13 token ids; scales [1, 2, 3] have 14", () -> new Tokens(PYRAMID, 14, new int[13]));
        refused("15 token ids; scales [1, 2, 3] have 14", () -> new Tokens(PYRAMID, 14, new int[15]));
        refused("a book of 0 codes; there must be at least 1", () -> new Tokens(PYRAMID, 0, new int[14]));
    }

    @Test
    void othersAreNotEqual() {
        assertThat(new Tokens(PYRAMID, 15, IDS)).isNotEqualTo(TOKENS);
        assertThat(new Tokens(Pyramid.of(1, 2, 3), 14, new int[14])).isNotEqualTo(TOKENS);
        assertThat(TOKENS).hasToString("Tokens of scales [1, 2, 3]: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]");
    }

    private static void refused(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }
}
