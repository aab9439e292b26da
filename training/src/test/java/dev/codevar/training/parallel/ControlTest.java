package dev.codevar.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The first process, and others of which one falls silent, is no process of the training, or comes when all is over. */
class ControlTest {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), SOON, SOON);
    private static final String SILENT = "process 1 on a machine";

    private static Hub hub(int count) throws IOException {
        return new Hub("process 0 here", count, InetAddress.getLoopbackAddress(), LIMITS, why -> {});
    }

    /** {@return one that says this much, and then nothing} */
    private static Socket said(Hub hub, String... words) throws IOException {
        Hub.Address address = hub.address();
        Socket socket = new Socket(address.host(), address.port());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (String word : words) {
            out.writeUTF(word);
        }
        return socket;
    }

    @Test
    void whoeverFallsSilentIsNamed() throws Exception {
        try (Hub hub = hub(2);
                Socket silent = said(hub, hub.address().word(), "1", SILENT)) {
            hub.gather();
            assertThatThrownBy(() -> hub.agree("the sum"))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage(
                            SILENT + " has given no sign of life for 0.5 s; begun again, the training goes on from its"
                                    + " last checkpoint");
            assertThat(hub.left()).containsExactly(1);
        }
    }

    @Test
    void theFirstShowsThatItLives() throws Exception {
        try (Hub hub = hub(2);
                Socket other = said(hub, hub.address().word(), "1", SILENT)) {
            DataInputStream in = new DataInputStream(other.getInputStream());
            hub.gather();
            assertThat(in.readUTF()).isEmpty();
            assertThat(in.readUTF()).isEmpty();
        }
    }

    @Test
    void theFirstIsMissedToo() throws Exception {
        try (Hub hub = hub(2);
                Spoke other = new Spoke(1, "process 1 there", hub.address(), LIMITS, why -> {})) {
            hub.gather();
            // Without a word, as when it is killed.
            hub.links().forEach(Link::close);
            assertThatThrownBy(() -> other.agree("the sum"))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("process 0 here has ended; begun again, the training goes on from its last checkpoint");
        }
    }

    @Test
    void strangersAreNotLetIn() throws Exception {
        try (Hub hub = hub(2);
                Socket stranger = said(hub, "GET / HTTP/1.1", "1", "a browser")) {
            hub.gather();
            assertThat(hub.fault()).contains("of 2 processes RANK 1 did not come within 1 s");
            assertThat(stranger.getInputStream().read()).as("closed").isNegative();
        }
    }

    @Test
    void whoeverGoesWellIsMissedOnlyByThoseWhoGoOn() throws Exception {
        try (Hub hub = hub(2);
                Socket other = said(hub, hub.address().word(), "1", SILENT, Control.WANTS + "the end", Control.BYE)) {
            hub.gather();
            hub.agree("the end");
            other.close();
            assertThat(hub.fault(SOON)).isEmpty();
            assertThatThrownBy(() -> hub.agree("more")).hasMessage(SILENT + " has left, and the others go on");
        }
    }
}
