// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/reading/reader.h"
#include "tests/core/results/read_back.h"
#include "tests/core/results/result_fixture.h"

#include <algorithm>
#include <cmath>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A film of 96 x 64 pixels, so that columns and rows are not taken for each other.
[[nodiscard]] inline FilmFixture lyingFilm()
{
    FilmFixture film;
    film.rows = 64;
    return film;
}

/// Two ellipses beside each other.
[[nodiscard]] inline LungMask twoLungs()
{
    LungMask mask{28, 28, {}};
    for (int row = 0; row < mask.rows; ++row)
        for (int column = 0; column < mask.columns; ++column) {
            const double x = (column + 0.5) / mask.columns;
            const double y = (row + 0.5) / mask.rows;
            const double away = std::min(std::hypot((x - 0.3) / 0.15, (y - 0.5) / 0.33),
                                         std::hypot((x - 0.7) / 0.15, (y - 0.5) / 0.33));
            mask.probability.push_back(static_cast<float>(std::clamp(1.5 - away, 0.0, 1.0)));
        }
    return mask;
}

/// A film and what was said of it, to be changed before objects are made of it.
struct JudgedChest
{
    explicit JudgedChest(const FilmFixture& fixture = lyingFilm(), int label = 0)
        : bytes(filmFile(fixture)), result(madeUpResult(label, GateDecision::Kind::Accepted)),
          lungs(twoLungs())
    {
        const ReadyFilm ready(fixture, result);
        film = ready.source();
        radiograph = ready.radiograph();
    }

    /// As it is shown at first.
    [[nodiscard]] results::ShownAs shown() const { return {radiograph.initialVoi}; }

    /// Calls `use` with a request of this film.
    template <typename Use> auto with(const results::ShownAs& shownAs, Use use) const
    {
        const results::ResultUids uids(film, u"picture"_s, result);
        return use(results::ObjectRequest{film, result, uids, radiograph, shownAs, lungs});
    }

    /// Fails the program on an error.
    [[nodiscard]] results::ResultObject make(results::ObjectKind kind,
                                             const results::ShownAs& shownAs) const
    {
        return with(shownAs, [kind](const results::ObjectRequest& request) {
            return madeObject(kind, request);
        });
    }
    [[nodiscard]] results::ResultObject make(results::ObjectKind kind) const
    {
        return make(kind, shown());
    }
    [[nodiscard]] Result<results::ResultObject> tryToMake(results::ObjectKind kind) const
    {
        return with(shown(), [kind](const results::ObjectRequest& request) {
            return std::ranges::find(results::objectMakers(), kind, &results::ObjectMaker::kind)
                ->make(request);
        });
    }

    QByteArray bytes; ///< of the film
    results::FilmSource film;
    results::FilmResult result;
    Radiograph radiograph;
    std::optional<LungMask> lungs;
};

/// Item `index` of a sequence; fails the program where it is missing.
[[nodiscard]] inline DcmItem& itemOf(DcmItem& item, const DcmTagKey& sequence,
                                     std::size_t index = 0)
{
    const std::vector<DcmItem*> items = itemsOf(item, sequence);
    if (index >= items.size())
        qFatal("An item is missing in the object.");
    return *items[index];
}

[[nodiscard]] inline std::vector<float> floatsOf(DcmItem& item, const DcmTagKey& tag)
{
    const Float32* values = nullptr;
    unsigned long count = 0;
    if (item.findAndGetFloat32Array(tag, values, &count).bad())
        return {};
    return {values, values + count};
}

[[nodiscard]] inline std::vector<std::uint8_t> bytesOf(DcmItem& item, const DcmTagKey& tag)
{
    const Uint8* values = nullptr;
    unsigned long count = 0;
    if (item.findAndGetUint8Array(tag, values, &count).bad())
        return {};
    return {values, values + count};
}

/// "class/instance" of a reference.
[[nodiscard]] inline QString referenceOf(DcmItem& item)
{
    return textIn(item, DCM_ReferencedSOPClassUID) + u'/'
        + textIn(item, DCM_ReferencedSOPInstanceUID);
}

} // namespace ccad::test
