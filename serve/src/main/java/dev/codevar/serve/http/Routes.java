package dev.codevar.serve.http;

import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which method and path is whose affair. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    /** Answers a request, at once or later. */
    @FunctionalInterface
    public interface Answer {
        /**
         * @param exchange the request
         * @param named what stands in the path where the template has {@code {name}}
         */
        void to(WebExchange exchange, Map<String, String> named);
    }

    /** What of a request's body a route takes. */
    public enum Body {
        /** It has none. */
        NONE,
        /** Some options. */
        SMALL,
        /** Pictures too. */
        PICTURES
    }

    /**
     * One route.
     *
     * @param method such as GET
     * @param template such as {@code /api/jobs/{id}}
     * @param open whether it needs no token
     * @param body what of a body it takes
     * @param answer what it does
     */
    public record Route(String method, String template, boolean open, Body body, Answer answer) {

        private Optional<Map<String, String>> match(String path) {
            String[] wanted = template.split("/", -1);
            String[] given = path.split("/", -1);
            if (wanted.length != given.length) {
                return Optional.empty();
            }
            Map<String, String> named = new TreeMap<>();
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i].startsWith("{")) {
                    named.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
                } else if (!wanted[i].equals(given[i])) {
                    return Optional.empty();
                }
            }
            return Optional.of(named);
        }
    }

    /** A route that was found, and what stood in its path. */
    public record Found(Route route, Map<String, String> named) {}

    /** Adds a route without a body, for those who may come in. */
    public Routes add(String method, String template, Answer answer) {
        return add(method, template, Body.NONE, answer);
    }

    /** Adds a route for those who may come in; its answer is asked for when the body is there, on a thread that may wait. */
    public Routes add(String method, String template, Body body, Answer answer) {
        routes.add(new Route(method, template, false, body, answer));
        return this;
    }

    /** Adds a route that needs no token. */
    public Routes addOpen(String method, String template, Answer answer) {
        routes.add(new Route(method, template, true, Body.NONE, answer));
        return this;
    }

    /** {@return all of them} */
    public List<Route> all() {
        return List.copyOf(routes);
    }

    /**
     * {@return whose affair a request is}
     *
     * @throws Refusal 404 if there is no such path, 405 if it takes other methods
     */
    public Found find(String method, String path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> named = route.match(path);
            if (named.isPresent()) {
                if (route.method().equals(method)
                        || (method.equals("HEAD") && route.method().equals("GET"))) {
                    return new Found(route, named.get());
                }
                methods.add(route.method());
                if (route.method().equals("GET")) {
                    methods.add("HEAD");
                }
            }
        }
        if (methods.isEmpty()) {
            throw new Refusal(404, "not_found", null, "there is no " + Values.shown(path) + longer(path));
        }
        throw Refusal.ofMethod(path, methods);
    }

    /** Whoever gives a client this server's address forgets the beginning of an API's paths. */
    private String longer(String path) {
        return routes.stream()
                .map(Route::template)
                .filter(template -> path.length() > 1 && template.endsWith(path))
                .findFirst()
                .map(template -> "; there is " + template)
                .orElse("");
    }
}
