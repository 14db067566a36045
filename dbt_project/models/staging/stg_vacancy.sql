{{ in_force('vacancy') }}
