package dev.codevar.serve.openai;

import dev.codevar.report.json.Json;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.WebExchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;

/** The models of OpenAI's API, and its errors. */
public final class OpenAi {
    /** Under this its routes lie. */
    public static final String PREFIX = "/v1/";

    private static final String OWNER = "codevar";

    private final Catalog catalog;
    private final long created;

    /**
     * @param created when the server was started, in seconds since 1970
     */
    public OpenAi(Catalog catalog, long created) {
        this.catalog = catalog;
        this.created = created;
    }

    /** Adds {@code /v1/models}. */
    public void addTo(Routes routes) {
        routes.add(
                "GET",
                PREFIX + "models",
                (exchange, named) -> exchange.json(
                        200,
                        Json.line(Map.of(
                                "object",
                                "list",
                                "data",
                                names().stream().map(this::model).toList()))));
        routes.add("GET", PREFIX + "models/{id}", (exchange, named) -> {
            String id = named.getOrDefault("id", "");
            if (!names().contains(id)) {
                throw new Refusal(404, "model_not_found", "model", "there is no model '" + Values.shown(id) + "'");
            }
            exchange.json(200, Json.line(model(id)));
        });
    }

    /** Every set, and every plan of it as {@code id:plan}: many clients can choose nothing but a model. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Served set : catalog.sets()) {
            names.add(set.id());
            set.offers().forEach(offer -> names.add(set.id() + ":" + offer.id()));
        }
        return names;
    }

    private Map<String, Object> model(String id) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", id);
        model.put("object", "model");
        model.put("created", created);
        model.put("owned_by", OWNER);
        return model;
    }

    /** Tells a client why it gets nothing, in the words that OpenAI's own libraries read. */
    public static void refuse(WebExchange exchange, Refusal refusal) {
        refusal.retryAfter()
                .ifPresentOrElse(
                        seconds -> exchange.with(HttpHeader.RETRY_AFTER, String.valueOf(seconds)),
                        // Libraries try again what fails with 409 and 5xx.
                        () -> exchange.with("x-should-retry", "false"));
        exchange.json(refusal.status(), error(refusal));
    }

    /** {@return an error as JSON} */
    static String error(Refusal refusal) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", refusal.text());
        error.put("type", type(refusal.status()));
        error.put("param", refusal.param());
        error.put("code", refusal.code());
        return Json.line(Map.of("error", error));
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
