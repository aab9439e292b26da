package dev.codevar.serve;

import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.Generation;
import dev.codevar.GenerationObserver;
import dev.codevar.picture.Picture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients at once, each of which asks again as soon as it is answered; every picture is compared with the same one drawn alone. */
final class Load {
    private static final int SEEDS = 16;
    private static final int BATCH = 64;
    private static final List<String> PLANS = List.of("code-3", "var");

    private final ServerNumbers numbers;
    private final URI address;
    private final CoDe code;
    private final Map<String, Picture> expected = new HashMap<>();
    private final List<String> bodies = new ArrayList<>();
    /** Of answers that were seen to be right: what comes again need not be taken apart again, which costs the server's own processor. */
    private final Map<String, String> right = new ConcurrentHashMap<>();

    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger wrong = new AtomicInteger();

    /**
     * Draws what is expected, by the library itself.
     *
     * @param address of the server
     * @param code draws with the same models, as finely
     */
    Load(URI address, CoDe code) {
        this.address = address;
        this.code = code;
        this.numbers = new ServerNumbers(address);
        int classes = code.models().description().classes().size();
        for (String plan : PLANS) {
            for (Generated one : drawn(plan, SEEDS * classes, BATCH).pictures()) {
                String body = "{\"prompt\":\"" + one.item().label() + "\",\"seed\":"
                        + one.item().seed() + ",\"plan\":\"" + plan + "\"}";
                bodies.add(body);
                expected.put(body, one.picture());
            }
        }
    }

    private Generation drawn(String plan, int count, int batch) {
        return code.generate(
                code.request().plan(plan).count(count).seed(0).batch(batch).build(), GenerationObserver.NONE);
    }

    /** Runs it, and then the library alone in batches as the server had them, for a sixth of the time. */
    LoadReport run(int clients, Duration duration) throws InterruptedException {
        ask(new Random(-1), HttpClient.newHttpClient());
        seconds.clear();
        statuses.clear();
        ServerNumbers.Read before = numbers.read();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        CountDownLatch done = new CountDownLatch(clients);
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < clients; i++) {
            Random random = new Random(i);
            Thread client = new Thread(() -> {
                try {
                    while (System.nanoTime() < end) {
                        ask(random, http);
                    }
                } finally {
                    done.countDown();
                }
            });
            client.start();
        }
        List<Long> resident = new ArrayList<>();
        while (!done.await(1, TimeUnit.SECONDS)) {
            resident.add(numbers.read().resident());
        }
        double took = (System.nanoTime() - start) * 1e-9;
        ServerNumbers.Read after = numbers.read();
        int batch = (int) Math.max(
                1, Math.round(after.since(before).rows() / after.since(before).batches()));
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        return new LoadReport(
                statuses,
                statuses.getOrDefault(200, new AtomicInteger()).get(),
                wrong.get(),
                took,
                sorted,
                after.since(before),
                batch,
                alone(batch, duration.dividedBy(6)),
                resident);
    }

    /** {@return the library's own pictures a second} */
    private double alone(int batch, Duration atLeast) {
        long pictures = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < atLeast.toNanos()) {
            for (String plan : PLANS) {
                pictures += drawn(plan, batch, batch).pictures().size();
            }
        }
        return pictures / ((System.nanoTime() - start) * 1e-9);
    }

    private void ask(Random random, HttpClient http) {
        String body = bodies.get(random.nextInt(bodies.size()));
        long start = System.nanoTime();
        int status = 0;
        String answer = "";
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(address.resolve("v1/images/generations"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            status = response.statusCode();
            answer = response.body();
        } catch (IOException e) {
            status = -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seconds.add((System.nanoTime() - start) * 1e-9);
        statuses.computeIfAbsent(status, first -> new AtomicInteger()).incrementAndGet();
        if (status == 200 && !isRight(body, answer)) {
            wrong.incrementAndGet();
        }
    }

    private boolean isRight(String body, String answer) {
        String key = "\"b64_json\":\"";
        int from = answer.indexOf(key) + key.length();
        String file = answer.substring(from, answer.indexOf('"', from));
        if (file.equals(right.get(body))) {
            return true;
        }
        boolean same = TestPictures.read(file).equals(expected.get(body));
        if (same) {
            right.put(body, file);
        }
        return same;
    }
}
