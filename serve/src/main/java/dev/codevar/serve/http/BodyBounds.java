package dev.codevar.serve.http;

import java.time.Duration;

/**
 * What bodies of requests may take.
 *
 * @param bytes of one with pictures, 1 or more
 * @param large how many large ones are read at a time, 1 or more: each takes five times its size while it is taken apart
 * @param time from a request's head to the end of its body, more than 0
 */
public record BodyBounds(int bytes, int large, Duration time) {}
