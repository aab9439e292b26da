package dev.codevar.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.Generation;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients at once, each of which asks again as soon as it is answered; every picture is compared with the same one drawn alone. */
final class Load {
    private static final int SEEDS = 16;
    private static final List<String> PLANS = List.of("code-3", "var");

    private final URI address;
    private final Map<String, Picture> expected = new HashMap<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger wrong = new AtomicInteger();
    private final double alone;

    /**
     * Draws what is expected, in batches of 64 by the library itself.
     *
     * @param address of the server
     * @param code draws with the same models
     */
    Load(URI address, CoDe code) {
        this.address = address;
        double took = 0;
        for (String plan : PLANS) {
            int classes = code.models().description().classes().size();
            Request request = code.request()
                    .plan(plan)
                    .count(SEEDS * classes)
                    .seed(0)
                    .batch(64)
                    .build();
            long start = System.nanoTime();
            Generation done = code.generate(request, GenerationObserver.NONE);
            took += (System.nanoTime() - start) * 1e-9;
            for (Generated one : done.pictures()) {
                String body = "{\"prompt\":\"" + one.item().label() + "\",\"seed\":"
                        + one.item().seed() + ",\"plan\":\"" + plan + "\"}";
                bodies.add(body);
                expected.put(body, one.picture());
            }
        }
        alone = bodies.size() / took;
    }

    /** What came of it. */
    record Outcome(
            Map<Integer, AtomicInteger> statuses,
            int answered,
            int wrong,
            double picturesPerSecond,
            double picturesPerSecondAlone,
            double median,
            double most95,
            double most99,
            long residentBefore,
            long residentAfter) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "answers %s, wrong pictures %d; %.1f pictures a second (the library alone: %.1f); seconds: median %.2f,"
                            + " 95%% %.2f, 99%% %.2f; resident memory %d MB, then %d MB",
                    statuses,
                    wrong,
                    picturesPerSecond,
                    picturesPerSecondAlone,
                    median,
                    most95,
                    most99,
                    residentBefore >> 20,
                    residentAfter >> 20);
        }
    }

    /** Runs it. */
    Outcome run(int clients, Duration duration) throws InterruptedException {
        ask(new Random(-1), HttpClient.newHttpClient());
        long before = resident();
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
        done.await();
        double took = (System.nanoTime() - start) * 1e-9;
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        int answered = statuses.getOrDefault(200, new AtomicInteger()).get();
        return new Outcome(
                statuses,
                answered,
                wrong.get(),
                answered / took,
                alone,
                percentile(sorted, 0.5),
                percentile(sorted, 0.95),
                percentile(sorted, 0.99),
                before,
                resident());
    }

    private static double percentile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) (share * (sorted.size() - 1)));
    }

    private void ask(Random random, HttpClient http) {
        String body = bodies.get(random.nextInt(bodies.size()));
        long start = System.nanoTime();
        int status = 0;
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(address.resolve("v1/images/generations"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            status = response.statusCode();
            if (status == 200) {
                JsonNode one = TestServer.parse(response.body()).get("data").get(0);
                byte[] png = Base64.getDecoder().decode(one.get("b64_json").asText());
                if (!PictureFiles.read(png, "the answer").equals(expected.get(body))) {
                    wrong.incrementAndGet();
                }
            }
        } catch (IOException e) {
            status = -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seconds.add((System.nanoTime() - start) * 1e-9);
        statuses.computeIfAbsent(status, first -> new AtomicInteger()).incrementAndGet();
    }

    private long resident() throws InterruptedException {
        try {
            String text = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address.resolve("metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith("process_resident_memory_bytes "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return -1;
        }
    }
}
