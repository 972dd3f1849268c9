// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/picture_difference.h"

#include <QHash>
#include <QList>

#include <algorithm>
#include <cmath>
#include <vector>

namespace ccad::test {

namespace {

constexpr double levelTolerance = 10; // of 255

/// How far a colour is from grey.
int chroma(QRgb colour)
{
    const auto [low, high] = std::minmax({qRed(colour), qGreen(colour), qBlue(colour)});
    return high - low;
}

/// The `count` most frequent colours after `mask`, of at least that chroma; the same whatever the
/// hash's order.
QList<QRgb> frequentColours(const QImage& picture, QRgb mask, int leastChroma, int count)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x)
            if (chroma(line[x]) >= leastChroma)
                ++counts[line[x] & mask];
    }
    QList<QRgb> colours = counts.keys();
    std::sort(colours.begin(), colours.end(), [&counts](QRgb a, QRgb b) {
        return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
    });
    return colours.mid(0, count);
}

std::vector<double> blockMeans(const QImage& picture, int side)
{
    const QImage grey = picture.convertToFormat(QImage::Format_Grayscale8);
    std::vector<double> means;
    for (int top = 0; top < grey.height(); top += side)
        for (int left = 0; left < grey.width(); left += side) {
            const QRect block = QRect(left, top, side, side) & grey.rect();
            double sum = 0;
            for (int y = block.top(); y <= block.bottom(); ++y)
                for (int x = block.left(); x <= block.right(); ++x)
                    sum += grey.constScanLine(y)[x];
            means.push_back(sum / (block.width() * block.height()));
        }
    return means;
}

} // namespace

QImage reduced(const QImage& grabbed)
{
    QImage picture = grabbed.convertToFormat(QImage::Format_RGB32);
    const double ratio = picture.devicePixelRatio();
    picture.setDevicePixelRatio(1);
    return picture.scaled(picture.size() / ratio, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

QImage indexed(const QImage& picture)
{
    QList<QRgb> colours;
    for (int level = 0; level < 256; level += 8)
        colours << qRgb(level, level, level);
    colours << frequentColours(picture, 0xffffffff, 0, 32);
    for (const QRgb colour : frequentColours(picture, 0xfff0f0f0, 16, 192))
        colours << (colour | 0x00080808);
    return picture.convertToFormat(QImage::Format_Indexed8, colours);
}

double difference(const QImage& a, const QImage& b, int side)
{
    if (a.size() != b.size() || a.isNull())
        return 1;
    const std::vector<double> first = blockMeans(a, side);
    const std::vector<double> second = blockMeans(b, side);
    int different = 0;
    for (size_t i = 0; i < first.size(); ++i)
        different += std::abs(first[i] - second[i]) > levelTolerance ? 1 : 0;
    return double(different) / double(first.size());
}

} // namespace ccad::test
