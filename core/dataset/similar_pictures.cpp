// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/similar_pictures.h"

#include "core/dataset/groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>

namespace ccad {

namespace {

constexpr int bands = 16;
constexpr std::size_t keys = 65536; ///< of a band

std::size_t keyOf(const FrequencySigns& signs, int band)
{
    return signs[static_cast<std::size_t>(band / 4)] >> (band % 4 * 16) & 0xFFFF;
}

/// Which pictures have which bits in one band.
class BandIndex
{
public:
    BandIndex(const std::vector<PictureHash>& hashes, const std::vector<int>& pictures, int band)
        : m_begins(keys + 1), m_pictures(pictures.size())
    {
        for (const int picture : pictures)
            ++m_begins[keyOf(hashes[picture].signs[0], band) + 1];
        std::partial_sum(m_begins.begin(), m_begins.end(), m_begins.begin());
        std::vector<std::uint32_t> next(m_begins.begin(), m_begins.end() - 1);
        for (const int picture : pictures)
            m_pictures[next[keyOf(hashes[picture].signs[0], band)]++] = picture;
    }
    [[nodiscard]] std::span<const int> with(std::size_t key) const
    {
        return {m_pictures.data() + m_begins[key], m_begins[key + 1] - m_begins[key]};
    }

private:
    std::vector<std::uint32_t> m_begins;
    std::vector<int> m_pictures;
};

class Search
{
public:
    explicit Search(const std::vector<PictureHash>& hashes)
        : m_hashes(hashes), m_groups(hashes.size())
    {
    }

    /// Equal pictures may be many: they are paired with the first of them, and only that is looked
    /// up.
    [[nodiscard]] std::vector<int> takeEqual()
    {
        std::map<std::array<FrequencySigns, 3>, int> firstOf;
        std::vector<int> different;
        for (int i = 0; i < static_cast<int>(m_hashes.size()); ++i) {
            const auto [entry, isNew] = firstOf.try_emplace(m_hashes[i].signs, i);
            if (isNew)
                different.push_back(i);
            else
                join(entry->second, i, 0);
        }
        return different;
    }

    void lookUp(int picture, const BandIndex& index, int band)
    {
        for (const FrequencySigns& signs : m_hashes[picture].signs) {
            const std::size_t key = keyOf(signs, band);
            compare(picture, signs, index.with(key));
            for (int bit = 0; bit < 16; ++bit)
                compare(picture, signs, index.with(key ^ std::size_t{1} << bit));
        }
    }

    [[nodiscard]] std::vector<SimilarPair> pairs() &&
    {
        std::sort(m_pairs.begin(), m_pairs.end(), [](const SimilarPair& a, const SimilarPair& b) {
            return std::pair(a.first, a.second) < std::pair(b.first, b.second);
        });
        return std::move(m_pairs);
    }

private:
    void compare(int picture, const FrequencySigns& signs, std::span<const int> others)
    {
        for (const int other : others) {
            const int apart = differing(signs, m_hashes[other].signs[0]);
            if (apart <= sameDistance && other != picture)
                join(picture, other, apart);
        }
    }

    void join(int a, int b, int apart)
    {
        if (m_groups.join(a, b))
            m_pairs.push_back({std::min(a, b), std::max(a, b), apart});
    }

    const std::vector<PictureHash>& m_hashes;
    Groups m_groups;
    std::vector<SimilarPair> m_pairs;
};

} // namespace

Result<std::vector<SimilarPair>> similarPairs(const std::vector<PictureHash>& hashes,
                                              const CancelToken& cancel)
{
    Search search(hashes);
    const std::vector<int> different = search.takeEqual();
    for (int band = 0; band < bands; ++band) {
        const BandIndex index(hashes, different, band);
        for (const int picture : different) {
            if (cancel.isCancelled())
                return Error{ErrorCode::Cancelled,
                             QStringLiteral("The search for duplicates was cancelled."),
                             {}};
            search.lookUp(picture, index, band);
        }
    }
    return std::move(search).pairs();
}

} // namespace ccad
