// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/internal/pickle_reader.h"
#include "core/weights/weight_file.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr zip_uint64_t maximumPickleBytes = zip_uint64_t{16} << 20;
constexpr qint64 maximumTotalBytes = qint64{1} << 30;
constexpr zip_int64_t maximumEntries = 1 << 16;
/// torch.save does not compress; who packs its archive anew may. Tensors may show the values of one
/// storage several times.
constexpr qsizetype maximumRatio = 20;
constexpr qsizetype leastBytes = 1 << 20; // the ratio of a tiny file says nothing

/// What a file of that size may become, in bytes and in numbers.
qint64 grown(const QByteArray& content, qint64 most)
{
    return std::min<qint64>(most, std::max(content.size(), leastBytes) * maximumRatio);
}

Error broken(const QString& message, const QString& context = {})
{
    return Error{ErrorCode::FileBroken, message, context};
}

/// A zip archive in memory, read-only, with a limit on what is unpacked from it.
class Archive
{
public:
    /// `content` has to outlive the archive.
    explicit Archive(const QByteArray& content)
        : m_left(static_cast<zip_uint64_t>(grown(content, maximumTotalBytes)))
    {
        zip_source_t* source = zip_source_buffer_create(
            content.constData(), static_cast<zip_uint64_t>(content.size()), 0, nullptr);
        if (source == nullptr)
            return;
        m_zip.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
        if (!m_zip)
            zip_source_free(source); // an open archive owns its source
    }

    [[nodiscard]] bool isOpen() const { return m_zip != nullptr; }

    /// The folder of data.pkl with its slash; torch.save names it after the file.
    [[nodiscard]] std::optional<std::string> root() const
    {
        const zip_int64_t count = std::min(zip_get_num_entries(m_zip.get(), 0), maximumEntries);
        for (zip_int64_t i = 0; i < count; ++i) {
            const char* raw = zip_get_name(m_zip.get(), static_cast<zip_uint64_t>(i), 0);
            const std::string name = raw == nullptr ? "" : raw;
            const auto slash = name.find('/');
            if (slash != std::string::npos && name.substr(slash) == "/data.pkl")
                return name.substr(0, slash + 1);
        }
        return std::nullopt;
    }

    [[nodiscard]] bool contains(const std::string& name) const
    {
        return zip_name_locate(m_zip.get(), name.c_str(), 0) >= 0;
    }

    Result<QByteArray> read(const std::string& name, zip_uint64_t maximumBytes)
    {
        const QString title = QString::fromStdString(name);
        zip_stat_t stat;
        if (zip_stat(m_zip.get(), name.c_str(), 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0)
            return broken(u"Its archive lacks the entry \"%1\"."_s.arg(title), title);
        if (stat.size > maximumBytes || stat.size > m_left)
            return Error{ErrorCode::TooLarge,
                         u"The entry \"%1\" of its archive is too large."_s.arg(title), title};
        m_left -= stat.size;
        const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
            zip_fopen(m_zip.get(), name.c_str(), 0), zip_fclose);
        QByteArray content(static_cast<qsizetype>(stat.size), Qt::Uninitialized);
        // The checksum is only compared at the end, hence the read beyond it.
        char beyond = 0;
        if (!file
            || zip_fread(file.get(), content.data(), stat.size)
                != static_cast<zip_int64_t>(stat.size)
            || zip_fread(file.get(), &beyond, 1) != 0)
            return broken(u"The entry \"%1\" of its archive is damaged."_s.arg(title), title);
        return content;
    }

private:
    struct Discard
    {
        void operator()(zip_t* zip) const { zip_discard(zip); }
    };
    std::unique_ptr<zip_t, Discard> m_zip;
    zip_uint64_t m_left; ///< bytes that may still be unpacked
};

Error brokenTensor(const PickledTensor& tensor, const char* what)
{
    const QString name = QString::fromStdString(tensor.name);
    return broken(u"The tensor \"%1\" %2."_s.arg(name, QString::fromLatin1(what)), name);
}

/// Does the last element that shape and strides reach lie within the storage?
bool liesWithin(const PickledTensor& tensor, std::int64_t storageElements)
{
    std::int64_t last = tensor.offset;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        const std::int64_t steps = tensor.shape[i] - 1;
        // Each bound alone keeps the product below 2^56.
        if (last >= storageElements || tensor.strides[i] > maximumElements)
            return false;
        last += steps * tensor.strides[i];
    }
    return last < storageElements;
}

/// Copies the elements in row-major order, whatever their strides.
std::vector<float> gather(const PickledTensor& tensor, const char* storage, std::int64_t count)
{
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(count));
    std::vector<std::int64_t> index(tensor.shape.size(), 0);
    std::int64_t position = tensor.offset;
    for (std::int64_t i = 0; i < count; ++i) {
        values.push_back(elementAsFloat(storage + position * tensor.type.bytes, tensor.type.kind));
        for (std::size_t axis = index.size(); axis-- > 0;) {
            position += tensor.strides[axis];
            if (++index[axis] < tensor.shape[axis])
                break;
            position -= tensor.shape[axis] * tensor.strides[axis];
            index[axis] = 0;
        }
    }
    return values;
}

/// Reads the values of tensors; several may share one storage.
class StorageReader
{
public:
    StorageReader(Archive& archive, std::string root, std::int64_t mostElements)
        : m_archive(archive), m_root(std::move(root)), m_left(mostElements)
    {
    }

    Result<WeightTensor> read(const PickledTensor& tensor)
    {
        const auto count = elementCount(tensor.shape, m_left);
        if (!count)
            return brokenTensor(tensor, "is too large");
        m_left -= *count;
        if (*count == 0)
            return WeightTensor{tensor.shape, {}};
        if (tensor.storage.find('/') != std::string::npos)
            return brokenTensor(tensor, "has a storage with an odd name");
        auto bytes = storage(tensor.storage);
        if (!bytes)
            return bytes.error();
        if (!liesWithin(tensor, (*bytes)->size() / tensor.type.bytes))
            return brokenTensor(tensor, "reaches beyond its storage");
        return WeightTensor{tensor.shape, gather(tensor, (*bytes)->constData(), *count)};
    }

private:
    Result<const QByteArray*> storage(const std::string& key)
    {
        if (const auto found = m_storages.find(key); found != m_storages.end())
            return &found->second;
        auto content
            = m_archive.read(m_root + "data/" + key, static_cast<zip_uint64_t>(maximumTotalBytes));
        if (!content)
            return content.error();
        return &(m_storages[key] = std::move(*content));
    }

    Archive& m_archive;
    std::string m_root;
    std::map<std::string, QByteArray> m_storages;
    std::int64_t m_left; ///< numbers that may still be read
};

/// PyTorch 2 states the byte order of the numbers.
Result<void> checkByteOrder(Archive& archive, const std::string& root)
{
    if (!archive.contains(root + "byteorder"))
        return {};
    const auto order = archive.read(root + "byteorder", 16);
    if (!order)
        return order.error();
    if (*order != "little")
        return Error{
            ErrorCode::Unsupported, u"Its numbers are big-endian, which CCAD does not read."_s, {}};
    return {};
}

} // namespace

Result<WeightMap> parseTorchZip(const QByteArray& content)
{
    Archive archive(content);
    if (!archive.isOpen())
        return broken(u"It is not a complete zip archive."_s);
    const auto root = archive.root();
    if (!root)
        return broken(u"Its archive holds no data.pkl, so torch.save did not write it."_s);
    if (auto order = checkByteOrder(archive, *root); !order)
        return order.error();
    const auto pickle = archive.read(*root + "data.pkl", maximumPickleBytes);
    if (!pickle)
        return pickle.error();
    const auto tensors = readStateDictPickle(*pickle);
    if (!tensors)
        return tensors.error();

    WeightMap weights;
    StorageReader reader(archive, *root, grown(content, maximumElements));
    for (const PickledTensor& tensor : *tensors) {
        if (tensor.type.kind == ElementType::Kind::Integer)
            continue;
        auto values = reader.read(tensor);
        if (!values)
            return values.error();
        weights.tensors[tensor.name] = std::move(*values);
    }
    return weights;
}

} // namespace ccad
