// SPDX-License-Identifier: GPL-3.0-or-later
// Features kept between trainings.
#pragma once

#include "core/base/cancel_token.h"
#include "core/dataset/dataset.h"
#include "core/dataset/file_facts.h"
#include "core/package/model_package.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace ccad {

/// Features of unchanged images by a frozen extractor, kept on disk in one file for each extractor
/// and preprocessing. An image goes by a hash of its file's bytes: no name, no path and no pixel is
/// kept. An entry with a wrong checksum is passed over, as is a file that cannot be read. A
/// training without the cache, or with one that knows nothing, gives the same bytes.
class FeatureCache
{
public:
    /// Bytes that all files together may take; the files used longest ago go first.
    static constexpr qint64 defaultMostBytes = qint64{1} << 30;

    /// Keeps the cache in that folder; empty: keeps nothing.
    explicit FeatureCache(QString folder, qint64 mostBytes = defaultMostBytes);

    /// Learns which contents the items' files have, reading all their bytes on all cores. Stops
    /// early when cancelled. To be called before the pictures are read.
    void look(const std::vector<DatasetItem>& items, const CancelToken& cancel);
    /// Switches to this extractor: of the weights, features.* alone count.
    void open(const PreprocessSpec& preprocess, const NetworkSpec& network,
              const WeightMap& weights);

    /// Null when unknown.
    [[nodiscard]] const std::vector<float>* find(const DatasetItem& item) const;
    /// Leaves the features for save(), unless the file was changed since look() or look() did not
    /// see it.
    void put(const DatasetItem& item, const std::vector<float>& features);
    /// Writes what put() left, if anything. Failure costs time at the next training, nothing else.
    void save();

private:
    struct Content
    {
        FileStamp stamp;
        QByteArray hash;
    };
    void forgetOldest() const;

    QString m_folder; ///< empty: keeps nothing
    QString m_file; ///< empty before open()
    std::size_t m_length = 0; ///< values of an entry
    qint64 m_mostBytes;
    std::map<QByteArray, std::vector<float>> m_entries; ///< by hash of the content
    std::map<QString, Content> m_contents; ///< by path
    bool m_hasNews = false;
};

} // namespace ccad
