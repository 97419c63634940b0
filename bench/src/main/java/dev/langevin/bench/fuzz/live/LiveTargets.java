package dev.langevin.bench.fuzz.live;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.target.Models;
import dev.langevin.bench.fuzz.target.Pictures;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecoderServiceProto;
import dev.langevin.internal.v1.DenoiserServiceProto;
import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.EncodeImageRequest;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.ReadPictureRequest;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.TextEncoderServiceProto;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.DiffusionServiceProto;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerationServiceProto;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.ScheduleRequest;
import dev.langevin.v1.WatchGenerationRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** What is fed over the wire. The services start with the first of them. */
public final class LiveTargets implements AutoCloseable {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String ARTIFACT = ID + "/0-" + "0a".repeat(32);

  private final Models models;
  private Fleet fleet;
  private Checks checks;

  /** Of services that serve the tiny model. */
  public LiveTargets(Models models) {
    this.models = models;
  }

  /** How each is made. */
  public Map<String, Callable<Target>> all() {
    Map<String, Callable<Target>> all = new LinkedHashMap<>();
    all.put("gateway-grpc", () -> gateway(fleet()));
    all.put("diffusion-grpc", () -> diffusion(fleet()));
    all.put("gateway-http", () -> new HttpTarget(fleet().gateway(), checks));
    all.put("encoder-grpc", () -> encoder(fleet()));
    all.put("denoiser-grpc", () -> denoiser(fleet()));
    all.put("decoder-grpc", () -> decoder(fleet()));
    all.put("snapshots", () -> TopicTarget.snapshots(fleet(), checks));
    all.put("progress", () -> TopicTarget.progress(fleet(), checks));
    all.put("dead-letters", () -> TopicTarget.deadLetters(fleet(), checks));
    all.put("work", () -> TopicTarget.work(fleet(), checks));
    return all;
  }

  private Fleet fleet() throws Exception {
    if (fleet == null) {
      fleet = new Fleet(models);
      checks = new Checks(fleet);
      checks.run();
    }
    return fleet;
  }

  private Target gateway(Fleet fleet) {
    return new GrpcTarget(
            "gateway-grpc",
            GenerationServiceProto.getDescriptor().findServiceByName("GenerationService"),
            fleet.gateway(),
            checks)
        .with(
            "CreateGeneration",
            List.of(
                CreateGenerationRequest.newBuilder()
                    .setGeneration(Requests.generation())
                    .setRequestId("one")
                    .build()))
        .with(
            "Generate",
            List.of(
                GenerateRequest.newBuilder()
                    .setGeneration(Requests.complete(fleet.factor()))
                    .build()))
        .with("GetGeneration", List.of(GetGenerationRequest.newBuilder().setId(ID).build()))
        .with(
            "ListGenerations",
            List.of(
                ListGenerationsRequest.newBuilder()
                    .setPageSize(2)
                    .setPageToken("1763700000.5." + ID)
                    .addStatesValue(1)
                    .build()))
        .with("CancelGeneration", List.of(CancelGenerationRequest.newBuilder().setId(ID).build()))
        .with("WatchGeneration", List.of(WatchGenerationRequest.newBuilder().setId(ID).build()))
        .with("ListModels", List.of(ListModelsRequest.getDefaultInstance()))
        .with("GetArtifact", List.of(GetArtifactRequest.newBuilder().setName(ARTIFACT).build()));
  }

  private Target diffusion(Fleet fleet) {
    return new GrpcTarget(
            "diffusion-grpc",
            DiffusionServiceProto.getDescriptor().findServiceByName("DiffusionService"),
            fleet.gateway(),
            checks)
        .with(
            "Schedule",
            List.of(
                ScheduleRequest.newBuilder()
                    .setModel(Fleet.MODEL)
                    .setSampler("euler_karras")
                    .setSteps(3)
                    .setSamplerOptions(Requests.generation().getSamplerOptions())
                    .build()))
        .with(
            "Forward",
            List.of(
                ForwardRequest.newBuilder()
                    .setModel(Fleet.MODEL)
                    .setImage(Requests.bytes(Pictures.jpeg().getLast()))
                    .setConfig(Requests.generation().getSamplerOptions().getConfig())
                    .addTimesteps(3)
                    .addTimesteps(20)
                    .setSeed(7)
                    .setChain(true)
                    .setDecoded(true)
                    .build()));
  }

  private Target encoder(Fleet fleet) {
    return new GrpcTarget(
            "encoder-grpc",
            TextEncoderServiceProto.getDescriptor().findServiceByName("TextEncoderService"),
            fleet.encoder(),
            checks)
        .with(
            "Encode",
            List.of(
                EncodeRequest.newBuilder()
                    .setModel(Fleet.MODEL)
                    .addPrompts("a (red:1.2) fox")
                    .addPrompts("")
                    .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111)
                    .setClipSkip(1)
                    .build()))
        .with("DescribeModels", List.of(DescribeModelsRequest.getDefaultInstance()));
  }

  private Target denoiser(Fleet fleet) {
    return new GrpcTarget(
            "denoiser-grpc",
            DenoiserServiceProto.getDescriptor().findServiceByName("DenoiserService"),
            fleet.denoiser(),
            checks)
        .with("Predict", Requests.predict(checks.encodings()))
        .with("Describe", List.of(DescribeRequest.getDefaultInstance()));
  }

  private Target decoder(Fleet fleet) {
    return new GrpcTarget(
            "decoder-grpc",
            DecoderServiceProto.getDescriptor().findServiceByName("DecoderService"),
            fleet.decoder(),
            checks)
        .with(
            "Decode",
            List.of(
                DecodeRequest.newBuilder()
                    .setGenerationId(ID)
                    .setRequest(Requests.complete(fleet.factor()))
                    .setLatents(Requests.latents())
                    .build()))
        .with(
            "Preview",
            List.of(
                PreviewRequest.newBuilder()
                    .setModel(Fleet.MODEL)
                    .setLatents(Requests.latents())
                    .build()))
        .with(
            "EncodeImage",
            List.of(
                EncodeImageRequest.newBuilder()
                    .setModel(Fleet.MODEL)
                    .setImage(Requests.bytes(Pictures.png().getFirst()))
                    .build()))
        .with(
            "ReadPicture",
            List.of(
                ReadPictureRequest.newBuilder()
                    .setModel(Fleet.MODEL)
                    .setImage(Requests.bytes(Pictures.jpeg().getLast()))
                    .setSize(Requests.complete(fleet.factor()).getSize())
                    .setMaxSide(20)
                    .build()))
        .with("ReadArtifact", List.of(ReadArtifactRequest.newBuilder().setName(ARTIFACT).build()))
        .with(
            "SweepArtifacts",
            List.of(
                SweepArtifactsRequest.newBuilder().setGenerationId(ID).addKeep(ARTIFACT).build()))
        .with("DescribeModels", List.of(DescribeModelsRequest.getDefaultInstance()));
  }

  @Override
  public void close() throws IOException {
    if (fleet != null) {
      checks.close();
      fleet.close();
    }
  }
}
