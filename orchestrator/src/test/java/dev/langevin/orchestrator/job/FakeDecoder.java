package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Size;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A decoder whose pictures are the latents' own bytes. */
final class FakeDecoder implements Decoder {
  final Map<String, byte[]> stored = new TreeMap<>();
  String modelDigest = ""; // of the files that it has instead of those that are wished for
  final List<PreviewRequest> previews = Collections.synchronizedList(new ArrayList<>());
  volatile Consumer<PreviewRequest> previewing = request -> {};
  final List<StoreFilmStripRequest> strips = Collections.synchronizedList(new ArrayList<>());
  volatile Consumer<StoreFilmStripRequest> filming = request -> {};
  final Set<Integer> flagged = new HashSet<>(); // images that a safety checker would not let pass
  volatile boolean flagsPreviews;
  Consumer<DecodeRequest> before = request -> {};

  @Override
  public DecodeResponse decode(DecodeRequest request, Set<String> avoid) {
    before.accept(request);
    if (flagged.contains(request.getIndex())) {
      return DecodeResponse.newBuilder()
          .setFiltered(true)
          .setModelDigest(request.getModelDigest())
          .build();
    }
    Artifact artifact =
        store(
            request.getGenerationId(),
            request.getIndex(),
            request.getRequest().getSeed() + request.getIndex(),
            request.getLatents().getData().toByteArray());
    String digest = modelDigest.isEmpty() ? request.getModelDigest() : modelDigest;
    return DecodeResponse.newBuilder().setArtifact(artifact).setModelDigest(digest).build();
  }

  @Override
  public PreviewResponse preview(PreviewRequest request) {
    previewing.accept(request);
    previews.add(request);
    if (flagsPreviews) {
      return PreviewResponse.newBuilder().setFiltered(true).build();
    }
    return PreviewResponse.newBuilder().setPng(request.getLatents().getData()).build();
  }

  @Override
  public StoreFilmStripResponse filmStrip(StoreFilmStripRequest request) {
    filming.accept(request);
    strips.add(request);
    return StoreFilmStripResponse.newBuilder()
        .setArtifact(
            store(
                request.getGenerationId(),
                request.getIndex(),
                request.getSeed(),
                request.toBuilder().clearGenerationId().build().toByteArray()))
        .setFrame(Size.newBuilder().setWidth(16).setHeight(8))
        .build();
  }

  private Artifact store(String id, int index, int seed, byte[] bytes) {
    String sha256 = sha256(bytes);
    String name = id + "/" + index + "-" + sha256;
    synchronized (stored) {
      stored.put(name, bytes);
    }
    return Artifact.newBuilder()
        .setName(name)
        .setMediaType("image/png")
        .setSizeBytes(bytes.length)
        .setSha256(sha256)
        .setSeed(seed)
        .setIndex(index)
        .build();
  }

  @Override
  public void sweep(String generationId, List<String> keep) {
    synchronized (stored) {
      stored.keySet().removeIf(n -> n.startsWith(generationId + "/") && !keep.contains(n));
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
