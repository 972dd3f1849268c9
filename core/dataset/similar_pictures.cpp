// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/internal/similar_pictures.h"

#include "core/base/parallel.h"
#include "core/dataset/internal/groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int bands = 16;
constexpr std::size_t keys = 65536; ///< of a band

std::size_t keyOf(const FrequencySigns& signs, int band)
{
    return signs[static_cast<std::size_t>(band / 4)] >> (band % 4 * 16) & 0xFFFF;
}

/// The pictures in the order of their bits in one band.
class BandIndex
{
public:
    struct Entry
    {
        int picture = 0;
        FrequencySigns signs{}; ///< of the whole picture, kept here to be near those alike
    };

    BandIndex(const std::vector<PictureHash>& hashes, const std::vector<int>& pictures, int band)
        : m_begins(keys + 1), m_entries(pictures.size())
    {
        for (const int picture : pictures)
            ++m_begins[keyOf(hashes[picture].signs[0], band) + 1];
        std::partial_sum(m_begins.begin(), m_begins.end(), m_begins.begin());
        std::vector<std::uint32_t> next(m_begins.begin(), m_begins.end() - 1);
        for (const int picture : pictures) {
            const FrequencySigns& signs = hashes[picture].signs[0];
            m_entries[next[keyOf(signs, band)]++] = {picture, signs};
        }
    }
    [[nodiscard]] std::span<const Entry> all() const { return m_entries; }
    [[nodiscard]] std::span<const Entry> with(std::size_t key) const
    {
        return all().subspan(m_begins[key], m_begins[key + 1] - m_begins[key]);
    }

private:
    std::vector<std::uint32_t> m_begins;
    std::vector<Entry> m_entries;
};

/// Pairs that join groups of pictures, and no others.
class Joined
{
public:
    explicit Joined(std::size_t count) : m_groups(count) { }

    void join(int a, int b, int apart)
    {
        if (m_groups.join(a, b))
            pairs.push_back({std::min(a, b), std::max(a, b), apart});
    }

    std::vector<SimilarPair> pairs;

private:
    Groups m_groups;
};

/// There may be many equal pictures: they are joined to the first of them, which alone is looked
/// up.
std::vector<int> joinEqual(const std::vector<PictureHash>& hashes, Joined& joined)
{
    std::map<std::array<FrequencySigns, 3>, int> firstOf;
    std::vector<int> different;
    for (int i = 0; i < static_cast<int>(hashes.size()); ++i) {
        const auto [entry, isNew] = firstOf.try_emplace(hashes[i].signs, i);
        if (isNew)
            different.push_back(i);
        else
            joined.join(entry->second, i, 0);
    }
    return different;
}

/// The pairs that one band finds; each band is looked up on a core of its own.
std::vector<SimilarPair> pairsOfBand(const std::vector<PictureHash>& hashes,
                                     const std::vector<int>& pictures, int band,
                                     const CancelToken& cancel)
{
    const BandIndex index(hashes, pictures, band);
    Joined joined(hashes.size());
    // In the order of the index, so that the next picture's entries are in the cache already.
    for (const BandIndex::Entry& one : index.all()) {
        if (cancel.isCancelled())
            return {};
        const auto compare = [&](const FrequencySigns& signs, std::size_t key) {
            for (const BandIndex::Entry& other : index.with(key)) {
                const int apart = differing(signs, other.signs);
                if (apart <= sameDistance && other.picture != one.picture)
                    joined.join(one.picture, other.picture, apart);
            }
        };
        for (const FrequencySigns& signs : hashes[one.picture].signs) {
            const std::size_t key = keyOf(signs, band);
            compare(signs, key);
            for (int bit = 0; bit < 16; ++bit)
                compare(signs, key ^ std::size_t{1} << bit);
        }
    }
    return std::move(joined.pairs);
}

} // namespace

Result<std::vector<SimilarPair>> similarPairs(const std::vector<PictureHash>& hashes,
                                              const CancelToken& cancel)
{
    Joined joined(hashes.size());
    const std::vector<int> different = joinEqual(hashes, joined);
    std::array<std::vector<SimilarPair>, bands> found;
    parallelFor(bands, [&](std::size_t band) {
        found[band] = pairsOfBand(hashes, different, static_cast<int>(band), cancel);
    });
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"The search for duplicates was cancelled."_s, {}};
    for (const std::vector<SimilarPair>& pairs : found)
        for (const SimilarPair& pair : pairs)
            joined.join(pair.first, pair.second, pair.distance);
    std::sort(joined.pairs.begin(), joined.pairs.end(),
              [](const SimilarPair& a, const SimilarPair& b) {
                  return std::pair(a.first, a.second) < std::pair(b.first, b.second);
              });
    return std::move(joined.pairs);
}

} // namespace ccad
