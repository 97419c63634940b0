package dev.langevin.gateway.rest;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.langevin.gateway.Failure;
import dev.langevin.gateway.http.ErrorForm;
import dev.langevin.gateway.json.Json;
import java.util.List;

/** Errors as google.rpc.Status, with its standard details. */
public final class StatusJson implements ErrorForm {
  /** Whose reasons these are, in google.rpc.ErrorInfo. */
  static final String DOMAIN = "langevin.dev";

  /** The name of the schema in the document. */
  public static final String SCHEMA = "Status";

  @Override
  public String json(Failure failure, int status) {
    return of(failure, List.of());
  }

  /**
   * With details of its own.
   *
   * @param details messages that {@link Json} knows as details
   */
  static String of(Failure failure, List<? extends Message> details) {
    Status.Builder whole =
        Status.newBuilder()
            .setCode(failure.code().value())
            .setMessage(failure.message())
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder().setReason(failure.reason()).setDomain(DOMAIN).build()));
    if (!failure.violations().isEmpty()) {
      BadRequest.Builder bad = BadRequest.newBuilder();
      failure.violations().forEach(violation -> bad.addFieldViolations(violation(violation)));
      whole.addDetails(Any.pack(bad.build()));
    }
    if (failure.retryDelay() != null) {
      whole.addDetails(
          Any.pack(
              RetryInfo.newBuilder()
                  .setRetryDelay(
                      Duration.newBuilder()
                          .setSeconds(failure.retryDelay().getSeconds())
                          .setNanos(failure.retryDelay().getNano()))
                  .build()));
    }
    details.forEach(detail -> whole.addDetails(Any.pack(detail)));
    return Json.of(whole.build());
  }

  /** What stands before the first colon is the field. */
  private static BadRequest.FieldViolation violation(String text) {
    int colon = text.indexOf(": ");
    return BadRequest.FieldViolation.newBuilder()
        .setField(colon < 0 ? "" : text.substring(0, colon))
        .setDescription(colon < 0 ? text : text.substring(colon + 2))
        .build();
  }
}
