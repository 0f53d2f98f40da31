import assert from "node:assert/strict";
import { test } from "node:test";

import { isDevice } from "../../../static/js/view/renderer-choice.js";

test("names of real graphics devices are taken for devices", () => {
  for (const name of [
    "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)",
    "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "Apple M2", "Adreno (TM) 650", "Mali-G78", "AMD Radeon Pro 5500M OpenGL Engine",
  ]) assert.equal(isDevice(name), true, name);
});

test("software that draws, and what does not say its name, are not", () => {
  for (const name of [
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
    "llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Google SwiftShader",
    "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)",
    "Software Rasterizer", "WARP", "Mozilla", "WebKit WebGL", "",
  ]) assert.equal(isDevice(name), false, name);
});
