/** Networks run by ONNX Runtime. */
package dev.langevin.runtime.onnx;
