package dev.langevin.runtime.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.BatchLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 100_000})
  void next_piecesOfAnySize_givesEveryLineAndWhereItEnds(int size) throws IOException {
    List<BatchLine> lines = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    ByteString.Output out = ByteString.newOutput();
    for (int i = 0; i < 20; i++) {
      BatchLine line =
          BatchLine.newBuilder().setLine(i + 1).setCustomId("x".repeat(i * 30)).build();
      line.writeDelimitedTo(out);
      lines.add(line);
      ends.add((long) out.size());
    }
    ByteString blob = out.toByteString();

    LineDecoder decoder = new LineDecoder(0);
    List<BatchLine> found = new ArrayList<>();
    List<Long> foundEnds = new ArrayList<>();
    for (int from = 0; from < blob.size(); from += size) {
      decoder.take(blob.substring(from, Math.min(blob.size(), from + size)));
      for (BatchLine line = decoder.next(); line != null; line = decoder.next()) {
        found.add(line);
        foundEnds.add(decoder.offset());
      }
    }

    assertThat(found).isEqualTo(lines);
    assertThat(foundEnds).isEqualTo(ends);
    assertThat(decoder.partial()).isFalse();
  }

  @Test
  void next_damagedBytes_throws() {
    LineDecoder decoder = new LineDecoder(0);
    decoder.take(ByteString.copyFrom(new byte[] {2, (byte) 0xff, (byte) 0xff}));

    assertThatThrownBy(decoder::next).isInstanceOf(UncheckedIOException.class);
  }
}
