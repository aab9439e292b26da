package dev.codevar.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** What happens at one connection while it is cut, step by step: by a clock that a test sets, on one thread. */
class HeadTimesTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger carriedOut = new AtomicInteger();
    private final List<Throwable> failures = new ArrayList<>();
    private Runnable completion = () -> {};
    private final HeadTimes heads = new HeadTimes(
            new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) {
                    carriedOut.incrementAndGet();
                    return true;
                }
            },
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            clock::get);

    /** A connection of which a test says how many bytes have come. */
    private static final class Line extends AbstractConnection {
        private long bytesIn;

        Line(ByteArrayEndPoint endPoint) {
            super(endPoint, Runnable::run);
        }

        @Override
        public long getBytesIn() {
            return bytesIn;
        }

        @Override
        public void onFillable() {}
    }

    private Line late(ByteArrayEndPoint endPoint) {
        Line line = new Line(endPoint);
        heads.onOpened(line);
        line.bytesIn = 10;
        clock.addAndGet(Duration.ofSeconds(61).toNanos());
        return line;
    }

    private static <T> T standIn(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Function<Object[], Object> answer = methods.get(method.getName());
            if (answer == null) {
                throw new UnsupportedOperationException(method.toString());
            }
            return answer.apply(given);
        }));
    }

    /** A request's head has come. */
    private void headComes(Line line) {
        ConnectionMetaData of = standIn(ConnectionMetaData.class, Map.of("getConnection", given -> line));
        Request request =
                standIn(Request.class, Map.of("getConnectionMetaData", given -> of, "addHttpStreamWrapper", given -> {
                    completion = () -> completed(given[0]);
                    return "nothing";
                }));
        Response response = standIn(Response.class, Map.of());
        try {
            assertThat(heads.handle(request, response, Callback.from(() -> {}, failures::add)))
                    .isTrue();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the server does when the answer has been sent. */
    @SuppressWarnings("unchecked")
    private static void completed(Object wrapper) {
        HttpStream stream = standIn(HttpStream.class, Map.of("succeeded", given -> "nothing"));
        ((Function<HttpStream, HttpStream>) wrapper).apply(stream).succeeded();
    }

    @Test
    void aHeadThatComesBetweenTheVerdictAndItsTellingIsNotCarriedOut() {
        Line[] its = new Line[1];
        ByteArrayEndPoint endPoint = new ByteArrayEndPoint() {
            @Override
            public void write(Callback callback, ByteBuffer... buffers) {
                headComes(its[0]);
                assertThat(failures).as("while it is told").isEmpty();
                super.write(callback, buffers);
            }
        };
        its[0] = late(endPoint);
        heads.look();
        assertThat(endPoint.getOutputString())
                .startsWith("HTTP/1.1 408 ")
                .containsOnlyOnce("HTTP/1.1")
                .endsWith(
                        "\"detail\":\"the request's head was not here within 60 s\",\"param\":null,\"code\":\"slow_head\"}");
        assertThat(endPoint.isOpen()).isFalse();
        assertThat(carriedOut).hasValue(0);
        assertThat(failures)
                .hasOnlyElementsOfType(Request.Handler.AbortException.class)
                .hasSize(1);
    }

    @Test
    void whoDoesNotTakeItsAnswerIsClosedByTheNextLook() {
        ByteArrayEndPoint full = new ByteArrayEndPoint("", 4, false);
        Line line = late(full);
        heads.look();
        assertThat(full.isOpen()).as("it may still take it").isTrue();
        line.bytesIn++;
        heads.look();
        assertThat(full.isOpen()).isFalse();
    }

    @Test
    void whoTakesNeitherThisAnswerNorAnotherIsClosed() {
        ByteArrayEndPoint busy = new ByteArrayEndPoint() {
            @Override
            public void write(Callback callback, ByteBuffer... buffers) {
                throw new WritePendingException();
            }
        };
        late(busy);
        heads.look();
        assertThat(busy.isOpen()).isFalse();
    }

    @Test
    void whatIsCarriedOutIsNotCutAndHasItsTimeAnewWhenItIsAnswered() {
        ByteArrayEndPoint endPoint = new ByteArrayEndPoint();
        Line line = late(endPoint);
        headComes(line);
        heads.look();
        clock.addAndGet(Duration.ofHours(1).toNanos());
        heads.look();
        completion.run();
        heads.look();
        assertThat(carriedOut).hasValue(1);
        assertThat(endPoint.isOpen()).isTrue();
        assertThat(endPoint.getOutputString(StandardCharsets.UTF_8)).isEmpty();
        clock.addAndGet(Duration.ofSeconds(61).toNanos());
        heads.look();
        assertThat(endPoint.isOpen()).isFalse();
        assertThat(endPoint.getOutputString()).as("who has sent nothing since").isEmpty();
    }

    /** A client that keeps its connection for later would keep a server from stopping. */
    @Test
    void aServerThatStopsLeavesWhomItHasAnswered() {
        ByteArrayEndPoint silent = new ByteArrayEndPoint();
        heads.onOpened(new Line(silent));
        ByteArrayEndPoint begun = new ByteArrayEndPoint();
        Line line = new Line(begun);
        heads.onOpened(line);
        line.bytesIn = 10;
        heads.leave();
        assertThat(silent.isOpen()).isFalse();
        assertThat(begun.isOpen()).as("whose head is coming").isTrue();
        headComes(line);
        heads.look();
        assertThat(begun.isOpen()).as("whose request is carried out").isTrue();
        completion.run();
        heads.look();
        assertThat(begun.isOpen()).isFalse();
        assertThat(carriedOut).hasValue(1);
    }
}
