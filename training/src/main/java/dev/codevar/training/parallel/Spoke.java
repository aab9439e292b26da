package dev.codevar.training.parallel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;

/** The control of every process but the first: a link to that one. */
final class Spoke extends Control implements Link.Hearer {
    private static final int CONNECTING_MS = 10_000;

    private final Hub.Address hub;
    private final Link link;

    /** Connects, and says who this is. */
    Spoke(int rank, String name, Hub.Address hub, Limits limits, Consumer<String> ending) throws IOException {
        super(name, limits, ending);
        this.hub = hub;
        link = connect(hub);
        link.say(hub.word());
        link.say(String.valueOf(rank));
        link.say(name);
        link.listen("hears the first process", limits.silence(), this);
        beginBeating();
    }

    private static Link connect(Hub.Address hub) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(hub.host(), hub.port()), CONNECTING_MS);
            return new Link(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    List<Link> links() {
        return List.of(link);
    }

    @Override
    void want(String wanted) {
        link.say(WANTS + wanted);
    }

    @Override
    public void heard(String message) {
        if (message.equals(AGREED)) {
            agreed();
        } else if (message.equals(BYE)) {
            leaves(0, hub.name());
        } else if (message.startsWith(FAULT)) {
            fail(message.substring(FAULT.length()));
        }
    }

    @Override
    public void lost(String how) {
        left(0, hub.name(), how);
    }
}
