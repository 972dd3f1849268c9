// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/gray_png.h"

#include <opencv2/imgcodecs.hpp>

namespace ccad {

Result<QByteArray> grayPng(const GrayImage8& image)
{
    try {
        // OpenCV does not write to what it encodes.
        const cv::Mat pixels(image.height, image.width, CV_8UC1,
                             const_cast<std::uint8_t*>(image.pixels.data()));
        std::vector<std::uint8_t> png;
        cv::imencode(".png", pixels, png);
        return QByteArray(reinterpret_cast<const char*>(png.data()), qsizetype(png.size()));
    } catch (const std::exception& problem) {
        return Error{ErrorCode::Internal,
                     QStringLiteral("Cannot encode a picture as PNG: %1.")
                         .arg(QString::fromUtf8(problem.what())),
                     {}};
    }
}

} // namespace ccad
