// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/tiff_directory.h"

#include <cmath>

namespace ccad::imaging {

namespace {

/// True when `page` shows what the smaller `first` does, by their shapes.
bool isLargerRendering(const TiffDirectory& page, const TiffDirectory& first)
{
    const double columns = double{1} * page.value(256);
    const double rows = double{1} * page.value(257);
    const double ofFirst = double{1} * first.value(256) * rows;
    constexpr double larger = 1.5;
    constexpr double sameShape = 0.02;
    return !page.isReduced() && first.value(256) > 0 && columns >= larger * first.value(256)
        && std::abs(columns * first.value(257) - ofFirst) <= sameShape * ofFirst;
}

} // namespace

std::vector<TiffDirectory> directoriesOf(const QByteArray& content)
{
    constexpr std::size_t most = 1000;
    std::vector<TiffDirectory> pages{TiffDirectory(content)};
    while (pages.size() < most) {
        const auto next = pages.back().next();
        if (!next)
            break;
        pages.push_back(*next);
    }
    return pages;
}

std::optional<int> pictureAmong(const std::vector<TiffDirectory>& pages)
{
    const TiffDirectory& first = pages.front();
    std::optional<int> chosen;
    for (int i = 0; i < static_cast<int>(pages.size()); ++i) {
        const TiffDirectory& page = pages[static_cast<std::size_t>(i)];
        const bool isCandidate
            = first.isReduced() ? !page.isReduced() : i == 0 || isLargerRendering(page, first);
        const auto size
            = [&](int index) { return pages[static_cast<std::size_t>(index)].value(256); };
        // Of full pages of their own, the first is taken; of renderings of the first, the largest.
        if (isCandidate && (!chosen || (!first.isReduced() && size(i) > size(*chosen))))
            chosen = i;
    }
    // A thumbnail alone is all that there is, unless the picture lies in directories of its own.
    if (!chosen && !first.hasInnerDirectories())
        return 0;
    return chosen;
}

} // namespace ccad::imaging
