// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/jpeg_reduction.h"

#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <limits>

namespace ccad::imaging {

int jpegReduction(qint64 columns, qint64 rows, const ReadSize& size)
{
    if (size.shorterSide < 1 || size.onlySlowOnes)
        return 1;
    for (const int reduction : {8, 4, 2})
        if (std::min(columns, rows) / reduction >= size.shorterSide)
            return reduction;
    return 1;
}

int reducedMode(int reduction, bool colour)
{
    const int grey = reduction == 8 ? cv::IMREAD_REDUCED_GRAYSCALE_8
        : reduction == 4            ? cv::IMREAD_REDUCED_GRAYSCALE_4
                                    : cv::IMREAD_REDUCED_GRAYSCALE_2;
    return grey | (colour ? cv::IMREAD_COLOR : 0) | cv::IMREAD_IGNORE_ORIENTATION;
}

std::optional<GrayImage8> decodeReducedGrey(const QByteArray& stream, int reduction)
{
    if (stream.size() > std::numeric_limits<int>::max())
        return std::nullopt;
    const cv::Mat bytes(1, static_cast<int>(stream.size()), CV_8UC1,
                        const_cast<char*>(stream.constData()));
    const cv::Mat picture = cv::imdecode(bytes, reducedMode(reduction, false));
    if (picture.empty())
        return std::nullopt;
    return GrayImage8{
        picture.cols, picture.rows, {picture.begin<std::uint8_t>(), picture.end<std::uint8_t>()}};
}

} // namespace ccad::imaging
