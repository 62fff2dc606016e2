package io.joborchestrator.domain.statistics;

/** In seconds, from a histogram: at most 5 % off. */
public record Percentiles(double p50, double p95, double p99) {}
