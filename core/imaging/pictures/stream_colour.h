// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ccad::imaging {

enum class ColourModel
{
    Unknown,
    Rgb,
    Ycbcr
};

/// What a compressed picture of three samples a pixel says of its own colours.
struct StreamColour
{
    ColourModel model = ColourModel::Unknown;
    /// What says so, for a clause: "its JFIF marker". Also for Unknown where a stream of JPEG 2000
    /// says what its colours are not.
    QString sign;
};

/// Reads the markers of a JPEG or JPEG-LS stream, of which the begin suffices: coarser second and
/// third components can only be YCbCr; Adobe's marker and SPIFF's name the model, the names R, G
/// and B do, and JFIF allows no other than YCbCr. Unknown where none of them is there, or where
/// they contradict each other.
[[nodiscard]] StreamColour jpegColour(const QByteArray& stream);

/// The colours of a JPEG 2000 stream as a decoder gives them: a component transform begins and ends
/// with RGB; the colour box of a JP2 file names the model. Unknown without either.
[[nodiscard]] StreamColour jpeg2000Colour(const QByteArray& stream);

} // namespace ccad::imaging
