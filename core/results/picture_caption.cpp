// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/ascii_text.h"
#include "core/results/result_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
constexpr double capHeight = 22; ///< of the font at scale 1, pixels
constexpr int leastLine = 16; ///< distance between lines, pixels
constexpr int charactersAcross = 64; ///< that fit into a line, about

/// The measures of a caption below a picture so wide.
struct Caption
{
    explicit Caption(int width)
        : line(std::max(leastLine, 2 * width / charactersAcross)), margin(line / 2),
          scale(0.55 * line / capHeight), thickness(std::max(1, line / 24)),
          room(width - 2 * margin)
    {
    }
    [[nodiscard]] int widthOf(const QString& text) const
    {
        return cv::getTextSize(text.toStdString(), font, scale, thickness, nullptr).width;
    }

    int line;
    int margin;
    double scale;
    int thickness;
    int room; ///< for a line of words, pixels
};

/// The word in pieces that each fit; at least a letter a piece.
QStringList cut(const QString& word, const Caption& caption)
{
    QStringList pieces;
    QString piece;
    for (const QChar letter : word) {
        if (!piece.isEmpty() && caption.widthOf(piece + letter) > caption.room) {
            pieces << piece;
            piece.clear();
        }
        piece += letter;
    }
    return pieces << piece;
}

QStringList broken(const QString& text, const Caption& caption)
{
    QStringList lines;
    QString line;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) {
        for (const QString& piece : cut(word, caption)) {
            const QString longer = line.isEmpty() ? piece : line + u' ' + piece;
            if (caption.widthOf(longer) <= caption.room) {
                line = longer;
                continue;
            }
            if (!line.isEmpty())
                lines << line;
            line = piece;
        }
    }
    if (!line.isEmpty())
        lines << line;
    return lines;
}

} // namespace

ColourPicture withCaption(const ColourPicture& picture, const QStringList& lines)
{
    if (picture.columns < 1 || picture.rows < 1)
        return picture;
    const Caption caption(picture.columns);
    QStringList all;
    for (const QString& line : lines)
        all << broken(asciiText(line), caption);
    ColourPicture made{picture.columns, picture.rows, {}};
    made.rows += static_cast<int>(all.size()) * caption.line + 2 * caption.margin;
    const auto bytes
        = 3 * static_cast<std::size_t>(made.columns) * static_cast<std::size_t>(made.rows);
    made.rgb.reserve(bytes);
    made.rgb = picture.rgb;
    made.rgb.resize(bytes);
    cv::Mat whole(made.rows, made.columns, CV_8UC3, made.rgb.data());
    int foot = picture.rows + caption.margin;
    for (const QString& line : all) {
        foot += caption.line;
        cv::putText(whole, line.toStdString(), {caption.margin, foot - caption.line / 4}, font,
                    caption.scale, cv::Scalar(255, 255, 255), caption.thickness, cv::LINE_AA);
    }
    return made;
}

} // namespace ccad::results
