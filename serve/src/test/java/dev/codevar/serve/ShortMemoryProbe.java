package dev.codevar.serve;

import dev.codevar.AddressSpace;
import dev.codevar.LargeCaches;
import dev.codevar.picture.Picture;
import dev.codevar.serve.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;

/** A server in a process that may have less address space than a batch's cache takes, so that the allocator itself fails. */
final class ShortMemoryProbe {
    private static final int BATCH = LargeCaches.BATCH;

    private ShortMemoryProbe() {}

    /**
     * Prints the status of a request for eight pictures, how many of those are others than alone, how many of them were drawn at a time at last,
     * and the status of a request that follows.
     */
    public static void main(String... arguments) throws Exception {
        LargeCaches.warmUp();
        try (TestServer server = TestServer.of(LargeCaches.set(), ServeOptions.DEFAULT)) {
            List<Picture> alone = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                alone.addAll(pictures(post(server, 1, i)));
            }
            AddressSpace.limit(LargeCaches.BYTES * 6 / 10);
            Answer together = post(server, BATCH, 0);
            System.out.println(together.status());
            List<Picture> made = pictures(together);
            int others = 0;
            for (int i = 0; i < BATCH; i++) {
                others += made.get(i).equals(alone.get(i)) ? 0 : 1;
            }
            System.out.println(others);
            System.out.println(together.json().at("/data/0/timings/together_with"));
            System.out.println(post(server, 1, 9).status());
        }
    }

    private static Answer post(TestServer server, int count, int seed) {
        return server.post(
                "v1/images/generations", "{\"prompt\":\"3\",\"cfg\":1.5,\"n\":" + count + ",\"seed\":" + seed + "}");
    }

    private static List<Picture> pictures(Answer answer) {
        List<Picture> pictures = new ArrayList<>();
        answer.json().get("data").forEach(one -> pictures.add(TestPictures.read(one.get("b64_json"))));
        return pictures;
    }
}
