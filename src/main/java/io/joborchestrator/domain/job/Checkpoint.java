package io.joborchestrator.domain.job;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A finished part of a long run, as it is stored.
 *
 * @param chunk number of the part, from 0
 * @param chunks all parts of the plan, the final stage included
 * @param epoch of the attempt that finished it
 * @param fingerprint what it was made of; parts of another fingerprint cannot be used
 * @param folder where its files are; shared by the attempts of the job
 * @param output its files and where its input ended; only the engine reads it
 */
public record Checkpoint(
    int chunk,
    int chunks,
    int epoch,
    String fingerprint,
    String folder,
    ObjectNode output,
    long rowsRead,
    long rowsWritten,
    long badRows) {}
