package dev.codevar.serve.http;

import java.time.Duration;

/**
 * What connections and requests on them may take, whatever is asked for.
 *
 * @param connections that are open at a time; more wait to be accepted
 * @param silence how long nothing may come of a request that is begun, nothing be taken of its answer, and nothing happen between requests
 * @param headBytes of a request's head
 * @param headTime from a connection's opening, or its last answer, to the end of the next head
 * @param bodyBytes of a body with pictures
 * @param largeBodies how many bodies of more than {@code smallBytes} are read at a time: each takes five times its size while it is taken apart
 * @param smallBytes of a body with nothing but options
 * @param smallBodies how many bodies are read at a time that are not large, yet larger than a head
 * @param bodyTime from a request's head to the end of its body
 */
public record SendingBounds(
        int connections,
        Duration silence,
        int headBytes,
        Duration headTime,
        int bodyBytes,
        int largeBodies,
        int smallBytes,
        int smallBodies,
        Duration bodyTime) {}
