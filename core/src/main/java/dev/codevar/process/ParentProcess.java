package dev.codevar.process;

import java.util.Map;
import java.util.Optional;

/** Lets a process that was started for another one end with it, even where that one is killed. */
public final class ParentProcess {
    private static final String PARENT = "CODEVAR_PARENT";

    private ParentProcess() {}

    /** Names this process to one that it will start with this environment, for {@link #endWith}. */
    public static void name(Map<String, String> environment) {
        environment.put(PARENT, String.valueOf(ProcessHandle.current().pid()));
    }

    /** Ends this process when the one ends that started it, however that ends: the one that {@link #name} names. */
    public static void endWith(Map<String, String> environment) {
        Optional.ofNullable(environment.get(PARENT)).map(Long::parseLong).ifPresent(parent -> {
            Thread watching = new Thread(
                    () -> {
                        ProcessHandle.of(parent)
                                .ifPresent(alive -> alive.onExit().join());
                        Runtime.getRuntime().halt(1);
                    },
                    "watching process " + parent);
            watching.setDaemon(true);
            watching.start();
        });
    }
}
