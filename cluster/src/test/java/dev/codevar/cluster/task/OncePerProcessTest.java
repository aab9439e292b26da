package dev.codevar.cluster.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tasks of one job share, and when it ends. */
class OncePerProcessTest {
    private final List<String> said = new ArrayList<>();
    private final OncePerProcess<String, String> open = new OncePerProcess<>(value -> said.add("ended " + value));

    private OncePerProcess<String, String>.Use use(String job) {
        return open.use(job, key -> {
            said.add("opened " + key);
            return key;
        });
    }

    @Test
    void tasksOfAJobShareWhatIsOpen() {
        for (int task = 0; task < 3; task++) {
            try (OncePerProcess<?, String>.Use first = use("a");
                    OncePerProcess<?, String>.Use second = use("a")) {
                assertThat(first.get()).isSameAs(second.get());
            }
        }
        assertThat(said).containsExactly("opened a");
    }

    @Test
    void itEndsWithItsLastTaskOnceAnotherJobHasBegun() {
        OncePerProcess<String, String>.Use late = use("a");
        use("b").close();
        assertThat(said).containsExactly("opened a", "opened b");
        late.close();
        assertThat(said).containsExactly("opened a", "opened b", "ended a");
        use("c").close();
        assertThat(said).endsWith("ended b", "opened c");
    }
}
