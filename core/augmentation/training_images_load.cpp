// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/internal/picture_store.h"
#include "core/augmentation/prepared_picture.h"
#include "core/augmentation/training_images.h"
#include "core/base/parallel.h"
#include "core/isolation/decoding_service.h"
#include "core/lungs/preprocessor_for.h"

#include <atomic>
#include <cstring>
#include <exception>
#include <mutex>
#include <optional>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

std::vector<QString> filesOf(const std::vector<DatasetItem>& items)
{
    std::set<QString> known;
    std::vector<QString> files;
    for (const DatasetItem& item : items)
        if (known.insert(item.file).second)
            files.push_back(item.file);
    return files;
}

std::size_t recordBytes(const PreprocessSpec& spec)
{
    const auto side = static_cast<std::size_t>(spec.inputSize);
    const auto large = static_cast<std::size_t>(enlargedSize(spec));
    const std::size_t bytes = side * side * sizeof(std::uint16_t) + large * large;
    return (bytes + 63) / 64 * 64; // keeps each record's 16-bit greys aligned
}

std::vector<std::uint8_t> recordOf(const PreparedPicture& picture, std::size_t length)
{
    std::vector<std::uint8_t> record(length);
    const auto& plain = picture.plain.image.pixels;
    const std::size_t plainBytes = plain.size() * sizeof(plain[0]);
    std::memcpy(record.data(), plain.data(), plainBytes);
    std::memcpy(record.data() + plainBytes, picture.large.data(), picture.large.size());
    return record;
}

} // namespace

/// One run of read(): the data that its threads share.
class TrainingImages::Loading
{
public:
    Loading(TrainingImages& images, Preprocessor preprocessor, const CancelToken& cancel,
            const Progress& progress)
        : m_images(images), m_files(images.m_files), m_preprocessor(std::move(preprocessor)),
          m_recordBytes(recordBytes(m_preprocessor.spec())), m_cancel(cancel), m_progress(progress),
          m_pictures(m_files.size()), m_reasons(m_files.size())
    {
    }

    Result<void> run(std::size_t memoryLimit)
    {
        auto store = PictureStore::create(m_files.size(), m_recordBytes, memoryLimit);
        if (!store)
            return store.error();
        m_store = std::make_unique<PictureStore>(std::move(*store));
        parallelFor(m_files.size(), [this](std::size_t i) { read(i); });
        if (m_cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"Reading the data set was cancelled."_s, {}};
        if (m_failure)
            return *m_failure;
        if (auto sealed = m_store->seal(); !sealed)
            return sealed.error();
        return gather();
    }

private:
    void read(std::size_t i)
    {
        report();
        if (m_stopped || m_cancel.isCancelled())
            return;
        const auto radiograph = decoding().radiograph(m_files[i], m_cancel);
        if (!radiograph) {
            m_reasons[i] = radiograph.error().message;
            return;
        }
        const PreparedPicture prepared = preparePicture(*radiograph, m_preprocessor);
        if (auto kept = m_store->write(i, recordOf(prepared, m_recordBytes)); !kept) {
            const std::lock_guard lock(m_mutex);
            m_failure = kept.error();
            m_stopped = true;
            return;
        }
        m_pictures[i] = Picture{i, prepared.plain.place};
    }

    void report()
    {
        if (!m_progress)
            return;
        const std::lock_guard lock(m_mutex);
        m_progress(m_begun++, static_cast<qint64>(m_files.size()), u"Reading images"_s);
    }

    Result<void> gather()
    {
        std::map<QString, Picture> pictures;
        QStringList unreadable;
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            if (m_pictures[i])
                pictures.emplace(m_files[i], *m_pictures[i]);
            else
                unreadable.append(u"%1: %2"_s.arg(m_files[i], m_reasons[i]));
        }
        if (pictures.empty())
            return Error{ErrorCode::DatasetUnusable,
                         u"None of the %1 images can be read; the first: %2"_s.arg(m_files.size())
                             .arg(unreadable.value(0)),
                         {}};
        m_images.m_pictures = std::move(pictures);
        m_images.m_unreadable = std::move(unreadable);
        m_images.m_store = std::move(m_store);
        return {};
    }

    TrainingImages& m_images;
    const std::vector<QString>& m_files;
    const Preprocessor m_preprocessor;
    const std::size_t m_recordBytes;
    const CancelToken& m_cancel;
    const Progress& m_progress;
    std::unique_ptr<PictureStore> m_store;
    // Each thread writes only the elements of its own files.
    std::vector<std::optional<Picture>> m_pictures;
    std::vector<QString> m_reasons;
    std::mutex m_mutex;
    qint64 m_begun = 0;
    std::optional<Error> m_failure;
    std::atomic_bool m_stopped = false;
};

TrainingImages TrainingImages::unread(const std::vector<DatasetItem>& items,
                                      const PreprocessSpec& spec)
{
    TrainingImages images(spec);
    images.m_files = filesOf(items);
    for (const QString& file : images.m_files)
        images.m_pictures.emplace(file, Picture());
    return images;
}

Result<void> TrainingImages::read(const CancelToken& cancel, const Progress& progress,
                                  std::size_t memoryLimit)
{
    if (isRead())
        return {};
    try {
        auto preprocessor = preprocessorFor(m_loadedSpec);
        if (!preprocessor)
            return preprocessor.error();
        return Loading(*this, *std::move(preprocessor), cancel, progress).run(memoryLimit);
    } catch (const std::exception& exception) {
        return Error{ErrorCode::Internal,
                     u"The images cannot be prepared: %1."_s.arg(
                         QString::fromLocal8Bit(exception.what()).simplified()),
                     {}};
    }
}

Result<TrainingImages> TrainingImages::load(const std::vector<DatasetItem>& items,
                                            const PreprocessSpec& spec, const CancelToken& cancel,
                                            const Progress& progress, std::size_t memoryLimit)
{
    TrainingImages images = unread(items, spec);
    if (auto done = images.read(cancel, progress, memoryLimit); !done)
        return done.error();
    return images;
}

} // namespace ccad
