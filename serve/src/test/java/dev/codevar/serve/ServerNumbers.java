package dev.codevar.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a server says of itself. */
final class ServerNumbers {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    ServerNumbers(URI address) {
        this.address = address;
    }

    /**
     * What it said.
     *
     * @param batches that were drawn
     * @param rows pictures in them
     * @param busy seconds in models
     * @param cpu seconds of all of its threads
     * @param resident bytes
     */
    record Read(double batches, double rows, double busy, double cpu, long resident) {
        Read since(Read before) {
            return new Read(
                    batches - before.batches, rows - before.rows, busy - before.busy, cpu - before.cpu, resident);
        }
    }

    Read read() throws InterruptedException {
        String text;
        try {
            text = http.send(
                            HttpRequest.newBuilder(address.resolve("metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Read(
                sum(text, "codevar_batch_rows_count"),
                sum(text, "codevar_batch_rows_sum"),
                sum(text, "codevar_stage_seconds_sum"),
                sum(text, "process_cpu_seconds_total"),
                (long) sum(text, "process_resident_memory_bytes"));
    }

    /** Of all its labels. */
    private static double sum(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
