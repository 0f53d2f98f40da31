/** The programs of the WebGL renderer: the same interpolation and look-up as `resample.js`. */

const VERTEX = `#version 300 es
// One triangle that covers the screen.
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D plane0;
uniform usampler2D plane1;
uniform usampler2D plane2;
uniform sampler2D greys;
uniform int planes;
// Position in the tile, in pixel centres: start + x * across + y * down.
uniform vec2 start;
uniform vec2 across;
uniform vec2 down;
// The same for the position on the film, in pixels of the full image.
uniform vec2 filmStart;
uniform vec2 filmAcross;
uniform vec2 filmDown;
uniform vec2 filmEnd;
// Left, top, right, bottom of what the tile answers for.
uniform vec4 answers;
out vec4 colour;

// Neighbours may both answer for what lies between them, but never neither.
const float SEAM = 0.001;

float greyOf(usampler2D plane, ivec2 low, ivec2 high, vec2 part) {
  float a = float(texelFetch(plane, low, 0).r);
  float b = float(texelFetch(plane, ivec2(high.x, low.y), 0).r);
  float c = float(texelFetch(plane, ivec2(low.x, high.y), 0).r);
  float d = float(texelFetch(plane, high, 0).r);
  float upper = a + (b - a) * part.x;
  float lower = c + (d - c) * part.x;
  int value = int(upper + (lower - upper) * part.y + 0.5);
  return texelFetch(greys, ivec2(value & 255, value >> 8), 0).r;
}

void main() {
  vec2 at = gl_FragCoord.xy;
  vec2 onFilm = filmStart + at.x * filmAcross + at.y * filmDown;
  if (any(lessThan(onFilm, vec2(0.0))) || any(greaterThanEqual(onFilm, filmEnd))) discard;
  vec2 position = start + at.x * across + at.y * down;
  if (any(lessThan(position, answers.xy - SEAM))
    || any(greaterThan(position, answers.zw + SEAM))) discard;
  ivec2 last = textureSize(plane0, 0) - 1;
  vec2 whole = floor(position);
  ivec2 low = clamp(ivec2(whole), ivec2(0), last);
  ivec2 high = clamp(ivec2(whole) + 1, ivec2(0), last);
  vec2 part = position - whole;
  float red = greyOf(plane0, low, high, part);
  colour = planes == 1 ? vec4(red, red, red, 1.0) : vec4(
    red, greyOf(plane1, low, high, part), greyOf(plane2, low, high, part), 1.0);
}`;

const UNIFORMS = ["plane0", "plane1", "plane2", "greys", "planes", "start", "across", "down",
  "filmStart", "filmAcross", "filmDown", "filmEnd", "answers"];

/**
 * @param {WebGL2RenderingContext} gl
 * @returns {{program: WebGLProgram, at: Record<string, WebGLUniformLocation>}}
 * @throws {Error} What the driver says against it.
 */
export function createProgram(gl) {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(`shader: ${gl.getProgramInfoLog(program)}`);
  }
  const at = Object.fromEntries(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]));
  return { program, at };
}
