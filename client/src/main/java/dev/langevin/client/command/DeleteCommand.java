package dev.langevin.client.command;

import dev.langevin.client.Context;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import picocli.CommandLine.Command;

/** Deletes generations. */
@Command(
    name = "delete",
    description = "Deletes generations that have ended, and their pictures on the server.")
final class DeleteCommand extends GenerationsCommand {
  DeleteCommand(Context context) {
    super(context);
  }

  @Override
  Generation apply(GenerationServiceBlockingStub stub, String id) {
    return delete(stub, id);
  }

  @Override
  String told(String id, Generation result) {
    return "deleted " + id;
  }

  static Generation delete(GenerationServiceBlockingStub stub, String id) {
    return stub.deleteGeneration(DeleteGenerationRequest.newBuilder().setId(id).build())
        .getGeneration();
  }
}
