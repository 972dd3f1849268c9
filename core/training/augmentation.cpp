// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <numbers>

namespace ccad {

namespace {

/// From output pixels to source pixels, drawn within the ranges.
cv::Matx23d randomTransform(const Augmentation& ranges, int from, int to, Random& random)
{
    const double angle = random.uniform(-1, 1) * ranges.rotationDegrees * std::numbers::pi / 180;
    const double base = static_cast<double>(from) / to;
    double scaleX = base * (1 + random.uniform(-1, 1) * ranges.zoom);
    const double scaleY = base * (1 + random.uniform(-1, 1) * ranges.zoom);
    if (ranges.flipHorizontally && random.chance(0.5))
        scaleX = -scaleX;
    const double shiftX = random.uniform(-1, 1) * ranges.shift * from;
    const double shiftY = random.uniform(-1, 1) * ranges.shift * from;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    const double centreFrom = (from - 1) / 2.0;
    const double centreTo = (to - 1) / 2.0;
    const double a = c * scaleX;
    const double b = -s * scaleY;
    const double d = s * scaleX;
    const double e = c * scaleY;
    return {a, b, centreFrom + shiftX - a * centreTo - b * centreTo,
            d, e, centreFrom + shiftY - d * centreTo - e * centreTo};
}

void changeGreys(cv::Mat& image, const Augmentation& ranges, Random& random)
{
    if (ranges.equalise > 0 && random.chance(ranges.equalise)) {
        cv::Mat eight;
        cv::Mat equalised;
        image.convertTo(eight, CV_8U, 255);
        cv::equalizeHist(eight, equalised);
        equalised.convertTo(equalised, CV_32F, 1 / 255.0);
        const double share = random.uniform();
        cv::addWeighted(image, 1 - share, equalised, share, 0, image);
    }
    image = cv::max(image, 0); // a fractional power of a negative grey is no number
    if (ranges.gamma > 0)
        cv::pow(image, std::exp(random.uniform(-1, 1) * ranges.gamma), image);
    const double gain = 1 + random.uniform(-1, 1) * ranges.contrast;
    const double lift = random.uniform(-1, 1) * ranges.brightness;
    const double mean = cv::mean(image)[0];
    image = (image - mean) * gain + (mean + lift);
}

void loseDetail(cv::Mat& image, const Augmentation& ranges, Random& random)
{
    if (random.chance(ranges.resolution)) {
        const int size = static_cast<int>(image.cols * random.uniform(0.25, 0.8));
        cv::Mat small;
        cv::resize(image, small, {size, size}, 0, 0, cv::INTER_AREA);
        cv::resize(small, image, image.size(), 0, 0, cv::INTER_LINEAR);
    }
    if (random.chance(ranges.noise)) {
        const auto deviation = static_cast<float>(random.uniform(0, 0.06));
        // A coarse uniform draw is enough here and ten times cheaper than normal().
        for (auto pixel = image.begin<float>(); pixel != image.end<float>(); ++pixel)
            *pixel += deviation * static_cast<float>(random.uniform(-1.7320508, 1.7320508));
    }
}

/// Fills a part of the picture with one grey, mostly black, as collimators and cropping leave it.
void paintOver(cv::Mat& image, const cv::Rect& part, Random& random)
{
    const double gray = random.chance(0.6) ? 0 : random.uniform();
    image(part & cv::Rect(0, 0, image.cols, image.rows)).setTo(gray);
}

void hideBorders(cv::Mat& image, const Augmentation& ranges, Random& random)
{
    const int size = image.cols;
    if (random.chance(ranges.borders)) {
        const auto margin = [&] { return static_cast<int>(random.uniform(0, 0.12) * size); };
        const int top = margin();
        const int bottom = margin();
        const int left = margin();
        const int right = margin();
        paintOver(image, {0, 0, size, top}, random);
        paintOver(image, {0, size - bottom, size, bottom}, random);
        paintOver(image, {0, 0, left, size}, random);
        paintOver(image, {size - right, 0, right, size}, random);
    }
    if (random.chance(ranges.corners)) {
        for (int corner = 0; corner < 4; ++corner) {
            const int width = static_cast<int>(random.uniform(0.05, 0.25) * size);
            const int height = static_cast<int>(random.uniform(0.05, 0.2) * size);
            paintOver(
                image,
                {corner % 2 == 0 ? 0 : size - width, corner < 2 ? 0 : size - height, width, height},
                random);
        }
    }
}

} // namespace

Augmentation radiographAugmentation()
{
    Augmentation augmentation;
    augmentation.flipHorizontally = true;
    augmentation.rotationDegrees = 10;
    augmentation.zoom = 0.15;
    augmentation.shift = 0.08;
    augmentation.gamma = 0.35;
    augmentation.brightness = 0.1;
    augmentation.contrast = 0.25;
    augmentation.resolution = 0.4;
    augmentation.noise = 0.2;
    augmentation.borders = 0.3;
    augmentation.corners = 0.3;
    augmentation.equalise = 0.2;
    return augmentation;
}

std::vector<float> augmented(const TrainingImage& image, const Augmentation& augmentation,
                             int outputSize, Random& random)
{
    const cv::Mat source(image.size, image.size, CV_8UC1,
                         const_cast<std::uint8_t*>(image.pixels.data()));
    const cv::Matx23d transform = randomTransform(augmentation, image.size, outputSize, random);
    cv::Mat moved;
    cv::warpAffine(source, moved, transform, {outputSize, outputSize},
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(0));
    cv::Mat gray;
    moved.convertTo(gray, CV_32F, 1 / 255.0);
    loseDetail(gray, augmentation, random);
    changeGreys(gray, augmentation, random);
    hideBorders(gray, augmentation, random);
    gray = cv::min(cv::max(gray, 0), 1);
    return {gray.begin<float>(), gray.end<float>()};
}

} // namespace ccad
