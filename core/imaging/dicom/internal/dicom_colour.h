// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"
#include "core/imaging/pictures/stream_colour.h"

namespace ccad::imaging {

// How many samples a pixel has, and what they mean: tags contradict each other and the pixels.
// What the pixels themselves say counts; what they leave open is an error, never a guess.

/// Corrects samples and subsampling of uncompressed pixels by their length in bytes. Error:
/// FileBroken.
[[nodiscard]] Result<void> settleNativeSamples(PixelFormat& format, qint64 bytes,
                                               ReaderNotes& notes);

/// Corrects the samples of compressed pixels by the number that the stream has, as far as the file
/// can mean it. A grey picture under a colour model becomes MONOCHROME2. Error: FileBroken, where
/// tags that contradict each other both contradict the stream.
[[nodiscard]] Result<void> settleStreamSamples(PixelFormat& format, int components,
                                               ReaderNotes& notes);

/// The colour model under which a codec is given a picture: a grey one never has three samples.
[[nodiscard]] QString modelForCodec(const PixelFormat& format);

/// Uncompressed 4:2:2 as three samples for every pixel; other frames as they are.
[[nodiscard]] Result<Frame> withoutSubsampling(Frame frame);

/// Finds the colour model of three samples a pixel, and says where it is not the one that the file
/// names (`said`): by the samples themselves where they leave no doubt, then by the compressed
/// picture's own signs. Other frames as they are. Error: FileBroken, where a contradiction stays
/// open.
[[nodiscard]] Result<Frame> settleColour(Frame frame, const QString& said,
                                         const StreamColour& stream);

} // namespace ccad::imaging
