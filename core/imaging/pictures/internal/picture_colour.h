// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/colour_evidence.h"
#include "core/imaging/reader_notes.h"

#include <opencv2/core/mat.hpp>

#include <array>

namespace ccad::imaging {

/// Of three channels: does every pixel have three equal samples?
[[nodiscard]] bool isGreyThroughout(const cv::Mat& picture);

/// The samples of a picture of 8 or 16 bits, which outlives them: the first, second and third one
/// of a pixel lie in these channels.
[[nodiscard]] ColourSamples samplesOf(const cv::Mat& picture, const std::array<int, 3>& channels);

/// Turns a picture of one channel, or of blue, green and red, into greys, and notes it. A file may
/// have YCbCr of a grey picture as if it were RGB: its first samples are the greys.
void reduceToGrey(cv::Mat& picture, ReaderNotes& notes);

} // namespace ccad::imaging
