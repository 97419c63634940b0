/** What the files of exported text models say about layers that their outputs don't show. */
package dev.langevin.runtime.onnx.text;
