// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/varied_chest.h"

#include "core/base/random.h"
#include "tests/support/phantom.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace ccad::test {

namespace {

constexpr int drawnSide = 448;

const cv::Mat& drawn()
{
    static const cv::Mat chest = [] {
        std::vector<std::int32_t> pixels = drawChest(drawnSide, drawnSide, 255);
        cv::Mat numbers;
        cv::Mat(drawnSide, drawnSide, CV_32S, pixels.data()).convertTo(numbers, CV_32F);
        return numbers;
    }();
    return chest;
}

/// A smooth field of random values.
cv::Mat field(Random& random, int knots, double reach)
{
    cv::Mat coarse(knots, knots, CV_32F);
    for (float& value : cv::Mat_<float>(coarse))
        value = static_cast<float>(random.uniform(-reach, reach));
    cv::Mat fine;
    cv::resize(coarse, fine, {drawnSide, drawnSide}, 0, 0, cv::INTER_CUBIC);
    return fine;
}

cv::Mat matOf(const GrayImage8& image)
{
    return cv::Mat(image.height, image.width, CV_8UC1,
                   const_cast<std::uint8_t*>(image.pixels.data()));
}

GrayImage8 imageOf(const cv::Mat& mat)
{
    return {mat.cols, mat.rows, {mat.begin<std::uint8_t>(), mat.end<std::uint8_t>()}};
}

QByteArray encoded(const GrayImage8& image, const char* suffix, const std::vector<int>& options)
{
    std::vector<std::uint8_t> bytes;
    cv::imencode(suffix, matOf(image), bytes, options);
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

} // namespace

GrayImage8 variedChest(int side, std::uint64_t seed)
{
    Random random(seed);
    cv::Mat x = field(random, 6, 60);
    cv::Mat y = field(random, 6, 60);
    for (int row = 0; row < drawnSide; ++row)
        for (int column = 0; column < drawnSide; ++column) {
            x.at<float>(row, column) += static_cast<float>(column);
            y.at<float>(row, column) += static_cast<float>(row);
        }
    cv::Mat picture;
    cv::remap(drawn(), picture, x, y, cv::INTER_LINEAR, cv::BORDER_REFLECT);
    picture += field(random, 12, 60);
    if (side != drawnSide)
        cv::resize(picture, picture, {side, side}, 0, 0, cv::INTER_AREA);
    for (float& value : cv::Mat_<float>(picture))
        value += static_cast<float>(random.next() % 13) - 6;
    picture.convertTo(picture, CV_8U);
    return imageOf(picture);
}

QByteArray jpegOf(const GrayImage8& image, int quality)
{
    return encoded(image, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

QByteArray pngOf(const GrayImage8& image)
{
    return encoded(image, ".png", {});
}

GrayImage8 resized(const GrayImage8& image, double factor)
{
    cv::Mat result;
    cv::resize(matOf(image), result, {}, factor, factor,
               factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return imageOf(result);
}

GrayImage8 brightened(const GrayImage8& image, double contrast, double brightness)
{
    cv::Mat result;
    matOf(image).convertTo(result, CV_8U, contrast, brightness);
    return imageOf(result);
}

GrayImage8 cropped(const GrayImage8& image, double share)
{
    const int left = static_cast<int>(image.width * share);
    const int top = static_cast<int>(image.height * share);
    return imageOf(
        matOf(image)({left, top, image.width - 2 * left, image.height - 2 * top}).clone());
}

GrayImage8 mirrored(const GrayImage8& image)
{
    cv::Mat result;
    cv::flip(matOf(image), result, 1);
    return imageOf(result);
}

} // namespace ccad::test
