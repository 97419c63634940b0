package dev.langevin.orchestrator.checkpoint;

import com.google.protobuf.ByteString;

/**
 * What a checkpoint is of. A job goes on from one only if all of it is the same: else its picture
 * would not be the one that it gives without a fault.
 *
 * @param loop which numbers the denoising loop makes of the same predictions; the same over
 *     releases that make the same
 * @param requestHash SHA-256 over the request
 * @param modelDigest hex SHA-256 over the files of the model that predicted
 * @param numericsId what the predictions' bits depended on
 */
public record Origin(String loop, ByteString requestHash, String modelDigest, String numericsId) {}
