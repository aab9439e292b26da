package dev.codevar.lab.classifier;

/**
 * What came of an epoch.
 *
 * @param number from 1
 * @param loss the mean cross-entropy of its steps, in nats
 * @param accuracy which part of the test pictures is recognised after it
 * @param picturesPerSecond how many were learnt from, testing not counted
 */
public record Epoch(int number, double loss, double accuracy, double picturesPerSecond) {}
